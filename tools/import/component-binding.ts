import { ComponentSchema, KindSchema } from '../../lib/facts/schemas/schema';
import { Binding, KindClass, NamedType } from './binding';
import { apiVersionOf, className, preferredVersion } from './class-names';
import { compare } from './component-schemas';
import { derivationFacts } from './facts';
import { KubernetesMatch } from './kubernetes-match';
import { NameLock } from './name-lock';
import { TypeBuilder } from './type-builder';
import { Enum, Place, placeText, Struct } from './types';

export interface ComponentBindingOptions {
  readonly title: string;
  /** Of the newest version, whether all of it is derived. */
  readonly derived: boolean;
  readonly currentOnly: boolean;
}

/** The classes and types of a component: the union of its versions, given from the oldest to the newest. */
export function componentBinding(versions: readonly ComponentSchema[], kubernetes: KubernetesMatch, names: NameLock, options: ComponentBindingOptions): Binding {
  const { component } = versions[0];
  const builder = new TypeBuilder(options.title, kubernetes);
  const byGvk = new Map<string, { kind: KindSchema; release: string; shapes: ComponentSchema['shapes'] }[]>();
  for (const { kinds, shapes, version } of versions) {
    for (const kind of kinds) {
      if (!kind.served || !kind.schema || (options.currentOnly && kind.deprecated)) continue;
      const gvk = `${kind.group}/${kind.kind}/${kind.version}`;
      byGvk.set(gvk, [...byGvk.get(gvk) ?? [], { kind, release: version, shapes }]);
    }
  }
  const classes = [...byGvk.keys()].sort(compare).map((gvk): KindClass => {
    const variants = byGvk.get(gvk)!;
    const { kind } = variants[variants.length - 1];
    const siblings = [...byGvk.values()].map(([first]) => first.kind).filter((other) => other.kind === kind.kind && other.group === kind.group);
    const preferred = preferredVersion(siblings.map((sibling) => sibling.version)) === kind.version;
    const name = className('', kind.kind, kind.version, preferred);
    const place: Place = { className: name, kind: kind.kind, version: kind.version, preferred, path: [] };
    return {
      name,
      apiVersion: apiVersionOf(kind),
      kind: kind.kind,
      facts: kindFacts(kind, variants.map(({ release }) => release), versions.map(({ version }) => version), options),
      deprecated: kind.deprecated === true,
      properties: builder.propsOf(variants, place),
    };
  });
  const taken = new Set(classes.flatMap(({ name }) => [name, `${name}Props`]));
  if (taken.size !== classes.length * 2) throw new Error(`${component}: two kinds have one class name`);
  const assigned = names.assign(component, builder.types, taken);
  const types = [...assigned].map(([type, name]): NamedType => ({ name, about: about(type), type })).sort((a, b) => compare(a.name, b.name));
  return { component, classes, types };
}

function kindFacts(kind: KindSchema, releases: readonly string[], all: readonly string[], { title, derived }: ComponentBindingOptions): string[] {
  const facts = [kind.scope === 'Cluster' ? 'Cluster-scoped.' : 'Namespaced.'];
  const since = derivationFacts(title, kind.derived);
  if (since.length) facts.push(...since);
  else if (releases[0] !== all[0]) facts.push(`Since ${title} ${releases[0]}.`);
  const last = releases[releases.length - 1];
  if (last !== all[all.length - 1]) facts.push(`Not after ${title} ${last}.`);
  if (derived) facts.push('Derived: upstream publishes no CRD file that could be imported.');
  return facts;
}

/** `spec.components[]` of DynamoGraphDeployment v1beta1, and 2 more places. */
function about(type: Struct | Enum): string {
  const [first, ...more] = [...type.places].sort((a, b) => a.path.length - b.path.length || Number(b.preferred) - Number(a.preferred) || compare(placeText(a), placeText(b)));
  const path = first.path.map((step, i) => (step === '[]' || step === '{}' || i === 0 ? step : `.${step}`)).join('');
  const others = more.length ? `, and ${more.length} more ${more.length === 1 ? 'place' : 'places'}` : '';
  return `\`${path}\` of ${first.kind} ${first.version}${others}.`;
}
