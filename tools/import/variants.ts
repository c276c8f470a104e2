import { ComponentSchema, Schema } from '../../lib/facts/schemas/schema';

/** The schema of one and the same thing in one version of a component. */
export interface Variant {
  readonly release: string;
  readonly shapes: ComponentSchema['shapes'];
  readonly node: Schema;
}

export function variantOf(schema: Schema, from: Pick<Variant, 'release' | 'shapes'>): Variant {
  const node = schema.$ref === undefined ? schema : from.shapes[schema.$ref];
  return { release: from.release, shapes: from.shapes, node };
}

/** The variants of a child, for those that have it. */
export function childVariants(variants: readonly Variant[], child: (node: Schema) => Schema | boolean | undefined): Variant[] {
  return variants.flatMap((variant) => {
    const schema = child(variant.node);
    return typeof schema === 'object' ? [variantOf(schema, variant)] : [];
  });
}

/** The newest of variants that are sorted from the oldest release to the newest. */
export function newest(variants: readonly Variant[]): Variant {
  return variants[variants.length - 1];
}

/** All keys, in the order of the newest release, followed by those that only older ones have. */
export function propertyNames(variants: readonly Variant[]): string[] {
  return [...new Set([...variants].reverse().flatMap(({ node }) => Object.keys(node.properties ?? {})))];
}

/** Required in every release that has the object, and without a default that the API server would fill in. */
export function isRequired(variants: readonly Variant[], key: string): boolean {
  return variants.every((variant) => {
    const property = variant.node.properties?.[key];
    return variant.node.required?.includes(key) && property && variantOf(property, variant).node.default === undefined;
  });
}
