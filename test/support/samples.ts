import * as path from 'path';
import { differences } from './one-path';
import { documentsIn, SHARED } from './shared';

/** The five sorts of difference between our manifest and the one that upstream published. */
export type Sort = 'apiVersion' | 'image tag' | 'operator default not written' | 'upstream defect' | 'deliberate';

export interface SampleDifference {
  /** Path as `Kind/name path`. */
  readonly path: RegExp;
  readonly sort: Sort;
  readonly reason: string;
}

/** A manifest of upstream that was written again with constructs. */
export interface PublishedSample {
  /** File below a folder of upstream-examples. */
  readonly file: string;
  readonly differences?: SampleDifference[];
}

/** Lists whose items are told apart by name. */
const BY_NAME = /^(cliques|podCliqueScalingGroups|resourceSharing|resourceClaimTemplates)$/;

const idOf = ({ kind, metadata }: any) => `${kind}/${metadata.name}`;

/** Counts may be written as numbers or as text, the spaces of an expression mean nothing, nor does the order of what is told apart by name. */
function plain(value: any, key = '', cliquesInOrder = false): any {
  if (Array.isArray(value)) {
    const items = value.map((item) => plain(item));
    return BY_NAME.test(key) && !(key === 'cliques' && cliquesInOrder) ? items.sort((a, b) => (a.name < b.name ? -1 : 1)) : items;
  }
  if (value !== null && typeof value === 'object') {
    const inOrder = value.cliqueStartupType === 'CliqueStartupTypeInOrder';
    return Object.fromEntries(Object.entries(value).sort().map(([name, each]) => [name, plain(each, name, inOrder)]));
  }
  if (key === 'expression') return value.replace(/\s+/g, ' ').trim();
  return /^(nvidia|vpc\.amazonaws)\.com\/|^shares$/.test(key) ? String(value) : value;
}

/** Holds what was rendered against the published file: the same objects, and no difference but those of the sample. */
export function expectAsPublished(folder: string, { file, differences: expected = [] }: PublishedSample, rendered: readonly any[]): void {
  const theirs = new Map(documentsIn(path.join(SHARED, 'upstream-examples', folder, file)).map((object) => [idOf(object), plain(object)]));
  const ours = new Map(rendered.map((object) => [idOf(object), plain(object)]));
  expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
  const found = [...theirs].flatMap(([id, object]) => differences(object, ours.get(id)).map((at) => `${id} ${at}`));
  expect(found.filter((at) => !expected.some((difference) => difference.path.test(at)))).toEqual([]);
  for (const difference of expected) expect(found.filter((at) => difference.path.test(at))).not.toEqual([]);
}

/** How many samples are equal but for what is no choice of ours, and how many there are. */
export function equalOf(samples: readonly PublishedSample[]): [number, number] {
  return [samples.filter(({ differences: some = [] }) => some.every(({ sort }) => sort !== 'deliberate')).length, samples.length];
}
