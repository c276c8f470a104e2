import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { readCrds } from '../tools/import/crd-file';
import { OpenApi } from '../tools/import/open-api';

const MODULE = 'github.com/yannh/kubeconform/cmd/kubeconform';
const VERSION = 'v0.8.0';
const CACHE = path.join(os.homedir(), '.cache', 'cdk8s-inference-bench');
const KUBERNETES = 'v1.36.json';

/** The program, built once from the Go module proxy into a folder outside the repository; undefined where there is no Go. */
function program(): string | undefined {
  const folder = path.join(CACHE, `kubeconform-${VERSION}`);
  const file = path.join(folder, 'kubeconform');
  if (fs.existsSync(file)) return file;
  try {
    execFileSync('go', ['install', `${MODULE}@${VERSION}`], { env: { ...process.env, GOBIN: folder }, stdio: 'pipe' });
  } catch {
    return undefined;
  }
  return file;
}

/** As kubeconform's own `openapi2jsonschema.py` rewrites a schema: no further properties below the root, int-or-string spelled out; references resolved. */
function closed(schema: OpenApi, resolve: (reference: string) => OpenApi, depth = 0): OpenApi {
  const { $ref, ...own } = schema as OpenApi & { readonly format?: string };
  if ($ref) return closed(resolve($ref), resolve, depth);
  if (own.format === 'int-or-string') return { oneOf: [{ type: 'string' }, { type: 'integer' }] } as OpenApi;
  const each = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(each);
    return typeof value === 'object' && value !== null ? closed(value as OpenApi, resolve, depth + 1) : value;
  };
  // A list of required keys that is empty is no draft 4, and kubeconform then says that it has no schema.
  const all = Object.fromEntries(Object.entries(own).filter(([key, value]) => key !== 'required' || (value as string[]).length > 0).map(([key, value]) => {
    if (key !== 'properties') return [key, key === 'default' || key === 'enum' ? value : each(value)];
    return [key, Object.fromEntries(Object.entries(value as object).map(([name, property]) => [name, each(property)]))];
  }));
  return depth > 0 && own.properties && own.additionalProperties === undefined ? { ...all, additionalProperties: false } as OpenApi : all as OpenApi;
}

/** Writes a JSON schema for each kind of ../shared/crds. */
function writeSchemas(crds: string, folder: string): void {
  const write = (group: string, version: string, kind: string, schema: OpenApi) => {
    fs.mkdirSync(path.join(folder, group), { recursive: true });
    fs.writeFileSync(path.join(folder, group, `${kind.toLowerCase()}_${version}.json`), JSON.stringify(schema));
  };
  const none = (reference: string): OpenApi => { throw new Error(`a CRD with ${reference}`); };
  for (const entry of fs.readdirSync(crds, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!entry.endsWith('.yaml') || /(^|\/)(preview|legacy)-/.test(entry)) continue;
    const text = fs.readFileSync(path.join(crds, entry), 'utf8');
    if (!text.includes('\nkind: CustomResourceDefinition')) continue;
    for (const { group, version, kind, schema } of readCrds(entry, text)) if (schema) write(group, version, kind, closed(schema, none));
  }
  const { definitions } = JSON.parse(fs.readFileSync(path.join(crds, 'kubernetes', KUBERNETES), 'utf8')) as { definitions: { [name: string]: OpenApi } };
  const resolve = (reference: string): OpenApi => definitions[reference.replace('#/definitions/', '')];
  for (const definition of Object.values(definitions)) {
    const kinds = definition['x-kubernetes-group-version-kind'] as { group: string; version: string; kind: string }[] | undefined;
    if (!definition.properties?.metadata) continue;
    for (const { group, version, kind } of kinds ?? []) write(group || version, version, kind, closed(definition, resolve));
  }
}

/** The command line of kubeconform, to which files and folders are added; undefined where it cannot be built. */
export function kubeconform(crds: string): readonly string[] | undefined {
  const file = program();
  if (!file) return undefined;
  const schemas = path.join(CACHE, 'schemas');
  fs.rmSync(schemas, { recursive: true, force: true });
  writeSchemas(crds, schemas);
  return [file, '-strict', '-n', '2', '-schema-location', `${schemas}/{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json`];
}
