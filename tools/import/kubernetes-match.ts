import { NEWER_DEFINITIONS, NEWER_KEYS, requiredKeys } from './newer-keys';
import { ComponentSchema, Schema } from '../../lib/facts/schemas/schema';

type Shapes = ComponentSchema['shapes'];

/** Definitions that say too little to stand for what looks like them. */
const NOT_SHARED = new Set(['core.v1.VolumeResourceRequirements', 'core.v1.TypedObjectReference', 'core.v1.TypedLocalObjectReference', 'core.v1.NodeSelectorRequirement']);
/** Below this number of keys the name of the property decides as well. */
const FEW_KEYS = 3;
/** From this number on, equal keys of equal types are no coincidence, whatever the property is called. */
const MANY_KEYS = 6;
/** A name of this length is not said of many things (`template`, `selector`; not `name`, `spec`). */
const TELLING = 8;
/** An embedded type of an older Kubernetes may lack keys; it must have this share of them. */
const OLDER_SHARE = 0.6;

/** Finds the definition of Kubernetes that an object schema of a CRD repeats. */
export class KubernetesMatch {
  /** By definition, the names of the properties that use it. */
  private readonly uses = new Map<string, Set<string>>();
  private readonly candidates: readonly string[];

  private readonly definitions: Shapes;

  constructor(kubernetes: Shapes) {
    const definitions = this.definitions = { ...kubernetes, ...NEWER_DEFINITIONS };
    const use = (key: string, { $ref: id }: Schema) => {
      if (id) this.uses.set(id, (this.uses.get(id) ?? new Set()).add(key));
    };
    for (const { properties } of Object.values(definitions)) {
      for (const [key, child] of Object.entries(properties ?? {})) {
        use(key, child);
        if (child.items) use(key, child.items);
        if (typeof child.additionalProperties === 'object') use(key, child.additionalProperties);
      }
    }
    for (const keys of Object.values(NEWER_KEYS)) for (const [key, { schema }] of Object.entries(keys)) use(key, schema);
    this.candidates = Object.keys(definitions).filter((id) => definitions[id].properties && !NOT_SHARED.has(id));
  }

  /** @param key the name of the property whose type (or items, or values) the schema is */
  find(schema: Schema, shapes: Shapes, key: string): string | undefined {
    const node = resolve(schema, shapes);
    if (!node.properties || node.preserveUnknownFields || node.embeddedResource) return undefined;
    const keys = Object.keys(node.properties);
    const few = keys.length < FEW_KEYS;
    const fitting = this.candidates.filter((id) => this.fits(node, shapes, id, 'root'));
    const used = fitting.filter((id) => this.isUse(id, key, few));
    const exact = (ids: string[]) => ids.filter((id) => this.sameKeys(keys, id));
    const unrelated = few ? [] : exact(fitting).filter((id) => id.startsWith('core.') || keys.length >= MANY_KEYS);
    for (const ids of [exact(used), unrelated, few ? [] : used]) {
      const core = ids.filter((id) => id.startsWith('core.'));
      const stable = (core.length ? core : ids).filter((id) => !/\.v\d+(alpha|beta)/.test(id));
      if (stable.length === 1) return stable[0];
      if (stable.length > 1) return undefined;
    }
    return undefined;
  }

  /** Kubernetes uses the definition under this name, or under a telling one with which this one ends (workerTemplate, daemonsetsTolerations). */
  private isUse(id: string, key: string, few: boolean): boolean {
    const names = [...this.uses.get(id) ?? []].filter((name) => name !== key && (!few || name.length >= TELLING));
    return this.uses.get(id)?.has(key) || names.some((name) => key.endsWith(name.charAt(0).toUpperCase() + name.slice(1)));
  }

  private sameKeys(keys: readonly string[], id: string): boolean {
    const newer = Object.keys(NEWER_KEYS[id] ?? {});
    const own = keys.filter((key) => !newer.includes(key));
    return own.length === Object.keys(this.definitions[id].properties!).length;
  }

  private fits(node: Schema, shapes: Shapes, id: string, depth: 'root' | 'inside'): boolean {
    const definition = this.definitions[id];
    const { properties } = definition;
    if (!node.properties || !properties) return false;
    const newer = NEWER_KEYS[id] ?? {};
    const keys = Object.keys(node.properties);
    const share = keys.length / Object.keys(properties).length;
    if (depth === 'root' && id !== 'meta.v1.ObjectMeta' && share < OLDER_SHARE) return false;
    if (!keys.every((key) => Object.hasOwn(properties, key) || Object.hasOwn(newer, key))) return false;
    // The key mapping reads the schema of the CRD: it could not map these.
    if (Object.values(definition.names ?? {}).some((key) => !keys.includes(key))) return false;
    const required = (node.required ?? []).filter((key) => resolve(node.properties![key] ?? {}, shapes).default === undefined).sort();
    const needed = requiredKeys(id, definition).sort();
    if (JSON.stringify(required) !== JSON.stringify(needed)) return false;
    return keys.every((key) => !Object.hasOwn(properties, key) || this.compatible(node.properties![key], shapes, properties[key], key));
  }

  private compatible(schema: Schema, shapes: Shapes, definition: Schema, key: string): boolean {
    const node = resolve(schema, shapes);
    if (definition.$ref) {
      // Embedded metadata is often an object of which nothing is said.
      if (key === 'metadata' && node.type === 'object' && !node.properties) return true;
      return this.fits(node, shapes, definition.$ref, 'inside');
    }
    if (definition.intOrString || definition.format === 'quantity') return node.intOrString === true || node.type === 'string' && definition.format === 'quantity';
    if (definition.preserveUnknownFields) return node.preserveUnknownFields === true;
    if (definition.type !== node.type) return false;
    if (definition.items) return !!node.items && this.compatible(node.items, shapes, definition.items, key);
    if (typeof definition.additionalProperties === 'object') {
      return typeof node.additionalProperties === 'object' && this.compatible(node.additionalProperties, shapes, definition.additionalProperties, key);
    }
    return true;
  }
}

export function resolve(schema: Schema, shapes: Shapes): Schema {
  return schema.$ref === undefined ? schema : shapes[schema.$ref];
}
