import * as fs from 'fs';
import * as path from 'path';
import { describeWithShared, SHARED } from './upstream';
import { componentSchema } from '../../lib/facts/schemas/registry';
import { ComponentSchema, Schema } from '../../lib/facts/schemas/schema';
import { readCrds } from '../../tools/import/crd-file';
import { OpenApi } from '../../tools/import/open-api';
import { SOURCES } from '../../tools/import/sources';

/** Short names and what they stand for. */
const LONG: { readonly [short: string]: string } = {
  intOrString: 'x-kubernetes-int-or-string',
  preserveUnknownFields: 'x-kubernetes-preserve-unknown-fields',
  embeddedResource: 'x-kubernetes-embedded-resource',
  listType: 'x-kubernetes-list-type',
  listMapKeys: 'x-kubernetes-list-map-keys',
  cel: 'x-kubernetes-validations',
};
/** Prose and merge behaviour, which a compact schema leaves out. */
const LEFT_OUT = ['description', 'example', 'title', 'x-kubernetes-map-type'];

/** A compact schema written out as a CRD would have it. */
function longForm(schema: Schema, shapes: ComponentSchema['shapes']): OpenApi {
  const { $ref, names: _, properties, items, additionalProperties, allOf, anyOf, oneOf, not, ...rest } = schema;
  if ($ref !== undefined) return longForm(shapes[$ref], shapes);
  const each = (node: Schema): OpenApi => longForm(node, shapes);
  const result: OpenApi = Object.fromEntries(Object.entries(rest).map(([key, value]) => [LONG[key] ?? key, value]));
  if (properties) result.properties = Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, each(child)]));
  if (items) result.items = each(items);
  if (typeof additionalProperties === 'boolean') result.additionalProperties = additionalProperties;
  else if (additionalProperties) result.additionalProperties = each(additionalProperties);
  if (allOf) result.allOf = allOf.map(each);
  if (anyOf) result.anyOf = anyOf.map(each);
  if (oneOf) result.oneOf = oneOf.map(each);
  if (not) result.not = each(not);
  return result;
}

/** The upstream schema without what a compact one leaves out or says shorter. */
function comparable(node: any, isRoot = false): any {
  const entries = Object.entries(node).filter(([key, value]) => !LEFT_OUT.includes(key) && !(value === false && key !== 'default'));
  const result: any = Object.fromEntries(entries);
  if (result['x-kubernetes-int-or-string'] && JSON.stringify(result.anyOf) === '[{"type":"integer"},{"type":"string"}]') delete result.anyOf;
  if (result.properties) {
    result.properties = Object.fromEntries(Object.entries(result.properties as object).map(([key, child]) => [key, comparable(child)]));
    if (isRoot) for (const key of ['apiVersion', 'kind']) delete result.properties[key];
    if (isRoot && JSON.stringify(result.properties.metadata) === '{"type":"object"}') delete result.properties.metadata;
  }
  if (isRoot && result.required) result.required = result.required.filter((key: string) => !['apiVersion', 'kind', 'metadata'].includes(key));
  if (result.required?.length === 0) delete result.required;
  for (const key of ['items', 'not', 'additionalProperties']) if (typeof result[key] === 'object') result[key] = comparable(result[key]);
  for (const key of ['allOf', 'anyOf', 'oneOf']) if (result[key]) result[key] = result[key].map((part: any) => comparable(part));
  return result;
}

describeWithShared('the compact schemas', () => {
  test.each(['1.34', '1.36'])('of Kubernetes %s have every key of every definition that a kind reaches', (version) => {
    const { definitions } = JSON.parse(fs.readFileSync(path.join(SHARED, 'crds', 'kubernetes', `v${version}.json`), 'utf8')) as { definitions: { [name: string]: OpenApi } };
    const { shapes, kinds } = componentSchema('kubernetes', version);
    const long = new Map(Object.keys(definitions).map((name) => [name.replace(/^io\.k8s\.(api\.|apimachinery\.pkg\.(apis\.)?)/, ''), definitions[name]]));
    for (const [id, shape] of Object.entries(shapes)) {
      expect(Object.keys(shape.properties ?? {}).sort()).toEqual(Object.keys(long.get(id)!.properties ?? {}).sort());
      expect([...shape.required ?? []].sort()).toEqual([...long.get(id)!.required ?? []].sort());
    }
    expect(kinds.length).toBe([...long.keys()].filter((id) => long.get(id)!['x-kubernetes-group-version-kind'] && !/(List|Options|\.Status)$/.test(id)).length);
  });

  const sources = SOURCES.filter(({ component, base }) => component !== 'kubernetes' && base === undefined);

  test.each(sources)('of $component $version ($folder) are the CRDs without prose', ({ component, version, folder, files = /\.yaml$/ }) => {
    const { kinds, shapes } = componentSchema(component, version);
    const from = path.join(SHARED, 'crds', folder);
    for (const name of fs.readdirSync(from).filter((each) => files.test(each) && each.endsWith('.yaml'))) {
      for (const { schema, ...crd } of readCrds(name, fs.readFileSync(path.join(from, name), 'utf8'))) {
        const { schema: short, ...kind } = kinds.find((each) => each.group === crd.group && each.kind === crd.kind && each.version === crd.version)!;
        expect(kind).toEqual(JSON.parse(JSON.stringify(crd)));
        if (crd.served) expect(longForm(short!, shapes)).toEqual(comparable(schema, true));
      }
    }
  });
});
