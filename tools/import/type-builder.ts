import { KindSchema } from '../../lib/facts/schemas/schema';
import { camelCase } from './camel-case';
import { enumMembers } from './enum-members';
import { defaultOf, derivationFacts, factsOf } from './facts';
import { KubernetesMatch } from './kubernetes-match';
import { Enum, Member, Place, Property, Struct, Type, typeKey } from './types';
import { childVariants, isRequired, newest, propertyNames, Variant, variantOf } from './variants';

/** Builds the types of one component: equal shapes are one struct, shapes of Kubernetes are those of `crds.kubernetes`. */
export class TypeBuilder {
  private readonly structs = new Map<string, Struct>();
  private readonly enums = new Map<string, Enum>();
  private readonly keys = new Map<Struct | Enum, string>();

  constructor(private readonly title: string, private readonly kubernetes: KubernetesMatch) {}

  /** All structs and enums built so far. */
  get types(): (Struct | Enum)[] {
    return [...this.structs.values(), ...this.enums.values()];
  }

  /** The properties of the props of a kind, without metadata and status. */
  propsOf(variants: readonly (Pick<Variant, 'release' | 'shapes'> & { kind: KindSchema })[], place: Place): Property[] {
    const roots = variants.map((variant) => variantOf(variant.kind.schema!, variant));
    return this.properties(roots, place, ['metadata', 'status', 'apiVersion', 'kind']);
  }

  private properties(variants: readonly Variant[], place: Place, leftOut: readonly string[] = []): Property[] {
    return propertyNames(variants).filter((key) => !leftOut.includes(key)).map((key) => {
      const children = childVariants(variants, (node) => node.properties?.[key]);
      const { node, shapes } = newest(children);
      const items = node.items && variantOf(node.items, { release: '', shapes }).node;
      return {
        name: camelCase(key),
        type: this.type(children, { ...place, path: [...place.path, key] }, key),
        required: isRequired(variants, key),
        facts: [...factsOf(node, items), ...this.releaseFacts(variants, children)],
        default: defaultOf(node),
        deprecated: node.deprecated === true,
      };
    });
  }

  /** Since or until which release there is a property. */
  private releaseFacts(parents: readonly Variant[], children: readonly Variant[]): string[] {
    const derived = derivationFacts(this.title, newest(children).node.derived);
    if (derived.length || parents.length === children.length) return derived;
    const has = (release: string) => children.some((child) => child.release === release);
    const first = children[0].release;
    const last = newest(children).release;
    if (last !== newest(parents).release) return [`Not after ${this.title} ${last}.`];
    return parents.some(({ release }) => !has(release)) ? [`Since ${this.title} ${first}.`] : [];
  }

  private type(variants: readonly Variant[], place: Place, key: string): Type {
    const { node } = newest(variants);
    const below = (step: string): Place => ({ ...place, path: [...place.path, step] });
    if (node.intOrString) return { is: 'union', name: node.pattern && node.pattern.includes('Ki') || node.pattern?.includes('[KMGTPE]i') ? 'Quantity' : 'IntOrString' };
    if (node.format === 'quantity') return { is: 'union', name: 'Quantity' };
    if (node.properties && Object.keys(node.properties).length) return this.object(variants, place, key);
    if (node.preserveUnknownFields || node.embeddedResource) return { is: 'plain', name: 'any' };
    if (typeof node.additionalProperties === 'object') {
      return { is: 'map', of: this.type(childVariants(variants, (each) => each.additionalProperties), below('{}'), key) };
    }
    switch (node.type) {
      case 'array': return { is: 'array', of: this.type(childVariants(variants, (each) => each.items), below('[]'), key) };
      case 'integer':
      case 'number': return { is: 'plain', name: 'number' };
      case 'boolean': return { is: 'plain', name: 'boolean' };
      case 'string': return this.text(variants, place);
      default: return { is: 'plain', name: 'any' };
    }
  }

  private text(variants: readonly Variant[], place: Place): Type {
    const lists = variants.map(({ node }) => node.enum);
    const members = lists.every((list) => list) ? enumMembers([...new Set(lists.flatMap((list) => list!))]) : undefined;
    if (!members) return { is: 'plain', name: 'string' };
    const described = members.map((member): Member => ({ ...member, facts: this.memberFacts(variants, member.value) }));
    return { is: 'own', type: this.share(this.enums, JSON.stringify(described), place, () => ({ members: described, places: [] })) };
  }

  private memberFacts(variants: readonly Variant[], value: string): string[] {
    const having = variants.filter(({ node }) => node.enum!.includes(value));
    if (having.length === variants.length) return [];
    const { derived } = having[0].node;
    const change = derived?.filter(({ release }) => release === having[0].release);
    if (change?.length) return [`Since ${this.title} ${having[0].release} (derived, confidence ${change[0].confidence}).`];
    return newest(having) === newest(variants) ? [`Since ${this.title} ${having[0].release}.`] : [`Not after ${this.title} ${newest(having).release}.`];
  }

  private object(variants: readonly Variant[], place: Place, key: string): Type {
    const { node, shapes } = newest(variants);
    const definition = this.kubernetes.find(node, shapes, key);
    if (definition) return { is: 'kubernetes', definition };
    const properties = this.properties(variants, place);
    const open = variants.some((each) => each.node.preserveUnknownFields || each.node.embeddedResource || each.node.additionalProperties !== undefined);
    const text = JSON.stringify([open, properties.map((each) => ({ ...each, type: typeKey(each.type, (own) => this.keys.get(own)!) }))]);
    return { is: 'own', type: this.share(this.structs, text, place, () => ({ properties, open, places: [] })) };
  }

  private share<T extends Struct | Enum>(pool: Map<string, T>, text: string, place: Place, make: () => T): T {
    let type = pool.get(text);
    if (!type) {
      type = make();
      pool.set(text, type);
      this.keys.set(type, `${'members' in type ? 'enum' : 'struct'}${this.keys.size}`);
    }
    type.places.push(place);
    return type;
  }
}
