import { Binding, KindClass, NamedType } from './binding';
import { camelCase } from './camel-case';
import { apiVersionOf, className, preferredVersion, propsName, structName } from './class-names';
import { compare } from './component-schemas';
import { defaultOf, factsOf } from './facts';
import { NEWER_DEFINITIONS, NEWER_KEYS, requiredKeys } from './newer-keys';
import { Property, Type } from './types';
import { ComponentSchema, Schema } from '../../lib/facts/schemas/schema';

/** What users do not write: the server fills it in. */
const LEFT_OUT = ['status', 'managedFields'];

/** The classes of Kubernetes itself (`KubeDeployment`) and the structs of all definitions that some binding uses. */
export class KubernetesBinding {
  private readonly definitions: { readonly [id: string]: Schema };
  private readonly names = new Map<string, string>();

  constructor(private readonly schemas: ComponentSchema) {
    this.definitions = { ...schemas.shapes, ...NEWER_DEFINITIONS };
    const versionsOf = new Map<string, string[]>();
    for (const id of Object.keys(this.definitions)) {
      const { base, version } = parts(id);
      versionsOf.set(base, [...versionsOf.get(base) ?? [], version]);
    }
    for (const id of Object.keys(this.definitions)) {
      const { base, version } = parts(id);
      const preferred = preferredVersion(versionsOf.get(base)!) === version;
      this.names.set(id, structName([className('', base.split('/')[1], version, preferred)]));
    }
  }

  /** The struct of a definition. */
  nameOf(definition: string): string {
    return this.names.get(definition)!;
  }

  /** @param used definitions that the components refer to */
  binding(used: Iterable<string>): Binding {
    const classes = this.schemas.kinds.map((kind): KindClass => {
      const versions = this.schemas.kinds.filter((other) => other.kind === kind.kind && other.group === kind.group).map(({ version }) => version);
      const name = className('Kube', kind.kind, kind.version, preferredVersion(versions) === kind.version);
      return {
        name,
        props: propsName(name),
        apiVersion: apiVersionOf(kind),
        kind: kind.kind,
        facts: [kind.scope === 'Cluster' ? 'Cluster-scoped.' : 'Namespaced.'],
        deprecated: false,
        properties: this.properties(kind.schema!.$ref!, ['metadata', 'apiVersion', 'kind']),
      };
    });
    const roots = classes.flatMap(({ properties }) => properties.flatMap(({ type }) => definitionsIn(type)));
    const types: NamedType[] = this.reachable([...used, ...roots])
      .map((id) => ({ name: this.nameOf(id), about: `${id.replace(/\.[^.]*$/, '')} ${id.split('.').pop()!}.`, type: { properties: this.properties(id), open: false, places: [] } }));
    types.sort((a, b) => compare(a.name, b.name));
    types.forEach(({ name, about }, i) => {
      if (name === types[i + 1]?.name) throw new Error(`two definitions of Kubernetes are '${name}': ${about} ${types[i + 1].about}`);
    });
    return { component: 'kubernetes', classes, types };
  }

  private reachable(roots: readonly string[]): string[] {
    const found = new Set<string>();
    const visit = (id: string): void => {
      if (found.has(id)) return;
      found.add(id);
      for (const { type } of this.properties(id)) definitionsIn(type).forEach(visit);
    };
    roots.forEach(visit);
    return [...found];
  }

  private properties(id: string, leftOut: readonly string[] = []): Property[] {
    const node = this.definitions[id];
    const properties = Object.entries(node.properties ?? {}).filter(([key]) => !LEFT_OUT.includes(key) && !leftOut.includes(key));
    const known = properties.map(([key, schema]): Property => ({
      name: camelCase(key),
      type: this.type(schema),
      required: requiredKeys(id, node).includes(key),
      facts: factsOf(schema, schema.items),
      default: defaultOf(schema),
      deprecated: false,
    }));
    const newer = Object.entries(NEWER_KEYS[id] ?? {}).map(([key, { note, schema }]): Property => ({
      name: camelCase(key), type: this.type(schema), required: false, facts: [note], deprecated: false,
    }));
    return [...known, ...newer].sort((a, b) => compare(a.name, b.name));
  }

  private type(schema: Schema): Type {
    if (schema.$ref) return Object.keys(this.definitions[schema.$ref].properties ?? {}).length ? { is: 'kubernetes', definition: schema.$ref } : { is: 'plain', name: 'any' };
    if (schema.format === 'quantity') return { is: 'union', name: 'Quantity' };
    if (schema.intOrString) return { is: 'union', name: 'IntOrString' };
    if (schema.items) return { is: 'array', of: this.type(schema.items) };
    if (typeof schema.additionalProperties === 'object') return { is: 'map', of: this.type(schema.additionalProperties) };
    switch (schema.type) {
      case 'string':
      case 'boolean': return { is: 'plain', name: schema.type };
      case 'integer':
      case 'number': return { is: 'plain', name: 'number' };
      default: return { is: 'plain', name: 'any' };
    }
  }
}

/** The definitions of Kubernetes that a type refers to directly. */
export function definitionsIn(type: Type): string[] {
  if (type.is === 'kubernetes') return [type.definition];
  return type.is === 'array' || type.is === 'map' ? definitionsIn(type.of) : [];
}

/** `resource.v1beta1.DeviceClass` → base `resource/DeviceClass`, version `v1beta1`. Definitions without a version count as stable. */
function parts(id: string): { base: string; version: string } {
  const words = id.split('.');
  const name = words.pop()!;
  const version = /^v\d/.test(words[words.length - 1]) ? words.pop()! : 'v1';
  return { base: `${words.join('.')}/${name}`, version };
}
