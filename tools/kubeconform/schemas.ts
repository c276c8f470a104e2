import * as fs from 'fs';
import * as path from 'path';
import { readCrds } from '../import/crd-file';
import type { OpenApi } from '../import/open-api';

/** Names of the schema files, for `-schema-location FOLDER/TEMPLATE`; of the core group it gives the version as `Group`. */
export const TEMPLATE = '{{.Group}}_{{.ResourceAPIVersion}}_{{.ResourceKind}}.json';

/** CRDs that the recorded server did not have (../shared/truth/README.md). */
const NOT_SERVED = /preview|legacy|DELTA/;

/**
 * Writes a JSON Schema for each kind: of the CRDs below a folder, and of the definitions of Kubernetes in it.
 *
 * They are made as kubeconform's own `openapi2jsonschema.py` makes them, with unknown fields denied at the root too. Beyond it `nullable` and
 * `x-kubernetes-preserve-unknown-fields` count, since without them it raises alarms that are the converter's.
 *
 * @param crds folder of CRDs, as ../shared/crds
 * @param folder where the files go; made if it is missing
 * @returns how many
 */
export function writeJsonSchemas(crds: string, folder: string): number {
  fs.mkdirSync(folder, { recursive: true });
  const written = new Set<string>();
  const write = (group: string, version: string, kind: string, schema: OpenApi) => {
    const file = `${group || version}_${version}_${kind.toLowerCase()}.json`;
    // The server keeps the CRD that came first, too.
    if (written.has(file)) return;
    written.add(file);
    fs.writeFileSync(path.join(folder, file), JSON.stringify(schema));
  };

  const files = fs.readdirSync(crds, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml') && !NOT_SERVED.test(file)).sort();
  for (const file of files) {
    const text = fs.readFileSync(path.join(crds, file), 'utf8');
    if (!/^kind: CustomResourceDefinition$/m.test(text)) continue;
    for (const { group, version, kind, served, schema } of readCrds(file, text)) if (served && schema) write(group, version, kind, closed(schema));
  }

  const { definitions } = JSON.parse(fs.readFileSync(path.join(crds, 'kubernetes', 'v1.34.json'), 'utf8')) as { definitions: { [name: string]: OpenApi } };
  const closedDefinitions = Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, closed(definition)]));
  for (const [name, definition] of Object.entries(definitions)) {
    const names = definition['x-kubernetes-group-version-kind'] as { group: string; version: string; kind: string }[] | undefined;
    for (const { group, version, kind } of names ?? []) {
      write(group, version, kind, { ...closedDefinitions[name], definitions: reachable(name, closedDefinitions) });
    }
  }
  return written.size;
}

/** The schema with unknown fields denied, and null allowed where the CRD allows it. */
function closed(schema: OpenApi): OpenApi {
  const { nullable, description: _, ...rest } = schema;
  const result: OpenApi = { ...rest };
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) if (rest[key]) result[key] = rest[key].map(open);
  // Draft 4 refuses an empty list, and kubeconform then says that there is no schema.
  if (rest.required?.length === 0) delete result.required;
  if (rest.properties) result.properties = mapped(rest.properties, closed);
  if (rest.items) result.items = closed(rest.items);
  if (typeof rest.additionalProperties === 'object') result.additionalProperties = closed(rest.additionalProperties);
  if (rest.properties && rest.additionalProperties === undefined && !rest['x-kubernetes-preserve-unknown-fields']) {
    result.additionalProperties = false;
    // Embedded objects have these without saying so.
    if (rest['x-kubernetes-embedded-resource']) result.properties = { apiVersion: {}, kind: {}, metadata: {}, ...result.properties };
  }
  if (rest.format === 'int-or-string') return { oneOf: [{ type: 'string' }, { type: 'integer' }] };
  return nullable ? { anyOf: [{ type: 'null' }, result] } : result;
}

/** Within a combinator a schema says nothing of fields that it does not name. */
function open(schema: OpenApi): OpenApi {
  const { description: _, ...rest } = schema;
  return rest;
}

function mapped(properties: { [key: string]: OpenApi }, change: (schema: OpenApi) => OpenApi): { [key: string]: OpenApi } {
  return Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, change(schema)]));
}

/** The definitions that one leads to. */
function reachable(name: string, definitions: { readonly [name: string]: OpenApi }): { [name: string]: OpenApi } {
  const found: { [name: string]: OpenApi } = {};
  const follow = (each: string) => {
    if (found[each]) return;
    found[each] = definitions[each];
    for (const [, next] of JSON.stringify(definitions[each]).matchAll(/"#\/definitions\/([^"]+)"/g)) follow(next);
  };
  follow(name);
  return found;
}
