import { withGroveDefaults } from './defaults';
import type { JsonObject } from '../../core/merge';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings, text } from '../../manifests/manifest-object';
import { checkCount, count } from '../values';

/** An entry of `resourceSharing`. */
export interface Sharing {
  /** Name of the claim template, of the set itself or outside. */
  readonly template: string;
  /** Namespace of a template outside, where it is another one. */
  readonly namespace?: string;
  /** One claim for each replica of the owner, instead of one for all. */
  readonly perReplica: boolean;
  /** Names of cliques and groups that get the claim; undefined: all. */
  readonly only?: readonly string[];
}

/** A clique of a set. */
export interface Clique {
  readonly name: string;
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  /** The spec as stored: it becomes that of the PodCliques. */
  readonly spec: JsonObject;
  readonly podSpec: JsonObject;
  readonly replicas: number;
  readonly minAvailable: number;
  readonly startsAfter: readonly string[];
  readonly scaling?: JsonObject;
  readonly sharing: readonly Sharing[];
  readonly topologyConstraint?: JsonObject;
  /** The scaling group that holds it. */
  readonly group?: Group;
}

/** A scaling group of a set. */
export interface Group {
  readonly name: string;
  readonly cliques: readonly string[];
  readonly annotations: { readonly [key: string]: string };
  readonly replicas: number;
  readonly minAvailable: number;
  readonly scaling?: JsonObject;
  readonly sharing: readonly Sharing[];
  readonly topologyConstraint?: JsonObject;
}

/** A PodCliqueSet as Grove's controllers read it: with its defaults. */
export interface SetView {
  readonly manifest: Manifest;
  readonly name: string;
  readonly namespace?: string;
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  readonly replicas: number;
  readonly cliques: readonly Clique[];
  /** Names of the cliques, in the same order. */
  readonly cliqueNames: readonly string[];
  readonly groups: readonly Group[];
  /** `CliqueStartupTypeAnyOrder`, `-InOrder` or `-Explicit`. */
  readonly startup: string;
  readonly publishNotReadyAddresses: boolean;
  readonly priorityClassName?: string;
  readonly sharing: readonly Sharing[];
  /** Specs of the claim templates that the set brings, by name. */
  readonly claimTemplates: ReadonlyMap<string, JsonObject>;
  readonly topologyConstraint?: JsonObject;
}

/** A set is asked for once for each of its PodCliques. */
const VIEWS = new WeakMap<Manifest, SetView>();

/** The view of a PodCliqueSet, whatever is missing in it. */
export function viewOf(manifest: Manifest): SetView {
  const known = VIEWS.get(manifest);
  if (known) return known;
  const view = read(manifest);
  VIEWS.set(manifest, view);
  return view;
}

/** The clique of a name. */
export function cliqueNamed(set: SetView, name: string): Clique | undefined {
  return set.cliques.find((clique) => clique.name === name);
}

function read(manifest: Manifest): SetView {
  const stored = withGroveDefaults(manifest);
  const metadata = record(stored.metadata) ?? {};
  const spec = record(stored.spec) ?? {};
  const template = record(spec.template) ?? {};
  const groups = list(template.podCliqueScalingGroups).map((group) => readGroup(record(group) ?? {}, manifest));
  const cliques = list(template.cliques).map((clique) => readClique(record(clique) ?? {}, groups, manifest));
  const replicas = count(spec.replicas, 0, manifest, 'spec.replicas');
  const copies = ({ group }: Clique): number => group ? Math.max(group.replicas, group.minAvailable) : 1;
  checkCount(replicas * cliques.reduce((sum, clique) => sum + clique.replicas * copies(clique), 0), manifest, 'pods in all');
  return {
    manifest,
    name: text(metadata.name) ?? '',
    namespace: text(metadata.namespace),
    labels: strings(metadata.labels),
    annotations: strings(metadata.annotations),
    replicas,
    cliques,
    cliqueNames: cliques.map(({ name }) => name),
    groups,
    startup: text(template.cliqueStartupType) ?? '',
    publishNotReadyAddresses: record(template.headlessServiceConfig)?.publishNotReadyAddresses === true,
    priorityClassName: text(template.priorityClassName),
    sharing: readSharing(template.resourceSharing),
    claimTemplates: new Map(list(template.resourceClaimTemplates).map((claim) => {
      const { name, templateSpec } = record(claim) ?? {};
      return [text(name) ?? '', record(record(templateSpec)?.spec) ?? {}];
    })),
    topologyConstraint: record(template.topologyConstraint),
  };
}

function readClique(clique: JsonObject, groups: readonly Group[], owner: Manifest): Clique {
  const spec = record(clique.spec) ?? {};
  const name = text(clique.name) ?? '';
  return {
    name,
    labels: strings(clique.labels),
    annotations: strings(clique.annotations),
    spec,
    podSpec: record(spec.podSpec) ?? {},
    replicas: count(spec.replicas, 1, owner, `replicas of clique ${name}`),
    minAvailable: count(spec.minAvailable, 1, owner, `minAvailable of clique ${name}`),
    startsAfter: names(spec.startsAfter),
    scaling: record(spec.autoScalingConfig),
    sharing: readSharing(clique.resourceSharing),
    topologyConstraint: record(clique.topologyConstraint),
    group: groups.find((group) => group.cliques.includes(name)),
  };
}

function readGroup(group: JsonObject, owner: Manifest): Group {
  const name = text(group.name) ?? '';
  return {
    name,
    cliques: names(group.cliqueNames),
    annotations: strings(group.annotations),
    replicas: count(group.replicas, 1, owner, `replicas of scaling group ${name}`),
    minAvailable: count(group.minAvailable, 1, owner, `minAvailable of scaling group ${name}`),
    scaling: record(group.scaleConfig),
    sharing: readSharing(group.resourceSharing),
    topologyConstraint: record(group.topologyConstraint),
  };
}

function readSharing(value: unknown): Sharing[] {
  return list(value).map((item) => {
    const sharing = record(item) ?? {};
    const filter = record(sharing.filter);
    return {
      template: text(sharing.name) ?? '',
      namespace: text(sharing.namespace),
      perReplica: sharing.scope === 'PerReplica',
      only: filter && [...names(filter.childCliqueNames), ...names(filter.childScalingGroupNames)],
    };
  });
}

function names(value: unknown): string[] {
  return list(value).filter((name): name is string => typeof name === 'string');
}
