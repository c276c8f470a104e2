import * as fs from 'fs';
import * as path from 'path';
import { ExpandedObject, expand } from '../../lib/expansion/expand';
import type { ClusterFacts } from '../../lib/facts/cluster-facts';
import { ManifestObject } from '../../lib/manifests/manifest-object';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { SHARED } from '../support/shared';

/** An object as it was sent, or as it was read back from the server. */
export interface RecordedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: { readonly [key: string]: string };
    readonly annotations?: { readonly [key: string]: string };
    readonly ownerReferences?: readonly string[];
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/** One file of ../shared/truth/operators. */
export interface Recording {
  /** For example `grove/name.json`. */
  readonly file: string;
  readonly applied: readonly RecordedObject[];
  /** `Kind/name: ...`. */
  readonly refused: readonly string[];
  readonly conditions: readonly string[];
  readonly objects: readonly RecordedObject[];
}

/** Clusters in which the folders were recorded. */
export const RECORDED_CLUSTERS: { readonly [folder: string]: ClusterFacts } = {
  grove: { operators: { grove: true, autoMnnvl: false }, pools: [] },
  topology: { operators: { grove: true, topologyAwareScheduling: true, autoMnnvl: true }, pools: [] },
  plain: { operators: { grove: false, leaderWorkerSet: false }, pools: [] },
  lws: { operators: { grove: false, leaderWorkerSet: true }, pools: [] },
};

/** The recordings of a folder, sorted by name. */
export function recordings(folder: string): Recording[] {
  const directory = path.join(SHARED, 'truth', 'operators', folder);
  if (!fs.existsSync(directory)) return [];
  return fs.readdirSync(directory).filter((name) => name.endsWith('.json')).sort().map((name) => ({
    file: `${folder}/${name}`, ...JSON.parse(fs.readFileSync(path.join(directory, name), 'utf8')),
  }));
}

/** What was sent and not refused, without namespaces: the record says NAMESPACE for whatever stood there. */
export function accepted({ applied, refused }: Recording): RecordedObject[] {
  return applied
    .filter(({ kind, metadata }) => !refused.some((refusal) => refusal.startsWith(`${kind}/${metadata.name}:`)))
    .map(({ metadata: { namespace: _, ...metadata }, ...rest }) => ({ ...rest, metadata }) as RecordedObject);
}

/** What we expand of everything that a recording's server accepted. */
export function expansionOf(recording: Recording, cluster: ClusterFacts): ExpandedObject[] {
  return expand(ManifestSet.of(accepted(recording)), cluster);
}

/** Kind of the object that something is created of. */
export function ownerKind({ owner }: ExpandedObject): string {
  return owner instanceof ManifestObject ? owner.kind : owner.manifest.kind;
}

/** One place where two values are not the same, with both in short. */
export interface Difference {
  /** Empty: the value as a whole. */
  readonly path: string;
  readonly expanded: string;
  readonly recorded: string;
}

/** Differences of two values, path by path; lists are compared item by item, in order. */
export function differences(expanded: unknown, recorded: unknown, at: string = ''): Difference[] {
  if (isObject(expanded) && isObject(recorded)) {
    const keys = [...new Set([...Object.keys(expanded), ...Object.keys(recorded)])].sort();
    return keys.flatMap((key) => differences(expanded[key], recorded[key], at === '' ? key : `${at}.${key}`));
  }
  if (Array.isArray(expanded) && Array.isArray(recorded)) {
    const length = Math.max(expanded.length, recorded.length);
    return Array.from({ length }, (_, i) => differences(expanded[i], recorded[i], `${at}[${i}]`)).flat();
  }
  return expanded === recorded ? [] : [{ path: at, expanded: brief(expanded), recorded: brief(recorded) }];
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function brief(value: unknown): string {
  const text = value === undefined ? '(none)' : JSON.stringify(value);
  return text.length <= 300 ? text : `${text.slice(0, 300)}...`;
}
