import * as fs from 'fs';
import * as path from 'path';
import { SHARED } from './upstream';
import { camelCase } from '../../tools/import/camel-case';
import { readCrds } from '../../tools/import/crd-file';
import { OpenApi } from '../../tools/import/open-api';
import { SOURCES } from '../../tools/import/sources';

/** The CRDs and the definitions of Kubernetes as they lie in ../shared: what the importer read, not what it made of it. */
export class UpstreamSchemas {
  private readonly roots = new Map<string, OpenApi>();
  private readonly definitions: { readonly [name: string]: OpenApi };

  constructor() {
    const crds = path.join(SHARED, 'crds');
    this.definitions = JSON.parse(fs.readFileSync(path.join(crds, 'kubernetes', 'v1.34.json'), 'utf8')).definitions;
    for (const definition of Object.values(this.definitions)) {
      for (const { group, version, kind } of (definition['x-kubernetes-group-version-kind'] ?? []) as { group: string; version: string; kind: string }[]) {
        if (definition.properties?.metadata) this.roots.set(`kubernetes ${group ? `${group}/` : ''}${version} ${kind}`, definition);
      }
    }
    for (const { component, folder, files = /\.yaml$/, base } of SOURCES) {
      if (component === 'kubernetes' || base) continue;
      for (const name of fs.readdirSync(path.join(crds, folder)).filter((each) => files.test(each) && each.endsWith('.yaml'))) {
        for (const { group, version, kind, schema } of readCrds(name, fs.readFileSync(path.join(crds, folder, name), 'utf8'))) {
          this.roots.set(`${component} ${group}/${version} ${kind}`, schema!);
        }
      }
    }
  }

  /** The props of a manifest: without apiVersion and kind, keys in camelCase where the schema names them. */
  propsOf(component: string, { apiVersion, kind, ...rest }: any): any {
    const root = this.roots.get(`${component} ${apiVersion} ${kind}`);
    if (!root) throw new Error(`no schema of ${component} ${apiVersion} ${kind}`);
    const { metadata, ...others } = rest;
    return { ...(metadata === undefined ? {} : { metadata }), ...this.camelCased(others, root) };
  }

  private camelCased(value: any, schema: OpenApi | undefined): any {
    const node = schema?.$ref ? this.definitions[schema.$ref.replace('#/definitions/', '')] : schema;
    if (!node || typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => this.camelCased(item, node.items));
    const values = typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => {
      const property = node.properties?.[key];
      return property ? [camelCase(key), this.camelCased(entry, property)] : [key, this.camelCased(entry, values)];
    }));
  }
}
