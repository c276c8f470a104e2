import * as fs from 'fs';
import * as path from 'path';
import Ajv, { ValidateFunction } from 'ajv';
import { documentsIn, SHARED } from './shared';

/**
 * The published schemas of ../shared/crds as closed JSON schemas: what an API server refuses as an unknown field or a wrong type
 * fails here as well. An independent check, written against the upstream files and not against ours.
 */
export class CrdValidator {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  private readonly schemas = new Map<string, object>();
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(components: string[]) {
    for (const component of components) this.addCrds(path.join(SHARED, 'crds', component));
    this.addKubernetes();
  }

  /** What is wrong with a manifest; a kind without schema is wrong too. */
  public problems(manifest: any): string[] {
    const key = `${manifest.apiVersion}/${manifest.kind}`;
    const schema = this.schemas.get(key);
    if (!schema) return [`no schema of ${key}`];
    const validate = this.compiled.get(key) ?? this.ajv.compile(schema);
    this.compiled.set(key, validate);
    validate(manifest);
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  }

  private addCrds(folder: string): void {
    for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
      for (const crd of documentsIn(path.join(folder, file)).filter((document) => document.kind === 'CustomResourceDefinition')) {
        for (const version of crd.spec.versions) {
          const { properties, ...rest } = version.schema.openAPIV3Schema;
          const schema = closed({ ...rest, properties: { ...properties, metadata: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true } } });
          this.schemas.set(`${crd.spec.group}/${version.name}/${crd.spec.names.kind}`, schema);
        }
      }
    }
  }

  private addKubernetes(): void {
    const { definitions } = JSON.parse(fs.readFileSync(path.join(SHARED, 'crds', 'kubernetes', 'v1.34.json'), 'utf8'));
    this.ajv.addSchema({ $id: 'kubernetes', definitions: closed(definitions) });
    for (const [name, definition] of Object.entries<any>(definitions)) {
      for (const { group, version, kind } of definition['x-kubernetes-group-version-kind'] ?? []) {
        this.schemas.set(`${group ? `${group}/` : ''}${version}/${kind}`, { $ref: `kubernetes#/definitions/${name}` });
      }
    }
  }
}

/** A Kubernetes schema in plain JSON schema, objects closed unless they are said to be open. */
function closed(schema: any): any {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy: any = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, ['enum', 'default', 'required'].includes(key) ? value : closed(value)]));
  if (schema['x-kubernetes-int-or-string'] === true) {
    delete copy.type;
    copy.anyOf ??= [{ type: 'integer' }, { type: 'string' }];
  }
  if (schema.nullable === true && typeof schema.type === 'string') copy.type = [schema.type, 'null'];
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties !== undefined;
  if (schema.properties && typeof schema.properties === 'object' && !open && (schema.type === 'object' || schema.description)) copy.additionalProperties = false;
  return copy;
}
