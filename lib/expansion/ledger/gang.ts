import type { PodNeeds } from './pod-needs';
import type { ManifestObject } from '../../manifests/manifest-object';

/** A domain that its holder has for itself. */
export interface Exclusive {
  /** Whom it keeps out: other holders among these. */
  readonly among: string;
  readonly holder: string;
}

/** A domain that pods have to share. */
export interface Level {
  /** Node labels from the broadest level to the one that counts. */
  readonly labels: readonly string[];
  /** Gangs with one key share the domain; without a key each has its own choice. */
  readonly shared?: string;
  /** Nobody else among alike may be in the domain. */
  readonly exclusive?: Exclusive;
}

/** What is placed on one node as a whole: a pod, or pods that share a device. */
export interface Item {
  readonly needs: PodNeeds;
  /** Amounts of all its pods together. */
  readonly pods: number;
}

/** Alike items of a gang, of which some have to run. */
export interface Clique {
  readonly name: string;
  readonly items: readonly Item[];
  /** How many of the items the gang needs. */
  readonly minimum: number;
  readonly levels: readonly Level[];
}

/** Cliques that share a domain. */
export interface Unit {
  readonly name: string;
  readonly levels: readonly Level[];
  readonly cliques: readonly Clique[];
  readonly units: readonly Unit[];
}

/** Pods that a scheduler treats as one. */
export interface Gang {
  readonly name: string;
  /** The applied object that they come of. */
  readonly root: ManifestObject;
  readonly unit: Unit;
  readonly pods: number;
  readonly minimum: number;
  readonly gpus: number;
  readonly scheduler: string;
  /** Whether the scheduler starts the minimum together or not at all. */
  readonly whole: boolean;
  /** Queue of KAI; undefined with other schedulers. */
  readonly queue?: string;
  /** Whether it may use its queue's guarantee only. */
  readonly nonPreemptible: boolean;
  /** The gang that has to run first, as `namespace/name`. */
  readonly base?: string;
  /** Why it runs nowhere, whatever the nodes; undefined where that depends on them. */
  readonly never?: string;
  /** What could not be counted, in words. */
  readonly unknown: readonly string[];
}

/** The cliques of a unit and of those below it. */
export function cliquesOf(unit: Unit): Clique[] {
  return [...unit.cliques, ...unit.units.flatMap(cliquesOf)];
}

/** The cliques of a unit, each with all levels that hold for it, the broadest first. */
export function cliquesWithLevels(unit: Unit, above: readonly Level[] = []): Array<{ readonly clique: Clique; readonly levels: readonly Level[] }> {
  const levels = [...above, ...unit.levels];
  return [
    ...unit.cliques.map((clique) => ({ clique, levels: [...levels, ...clique.levels] })),
    ...unit.units.flatMap((part) => cliquesWithLevels(part, levels)),
  ];
}
