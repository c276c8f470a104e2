import { builtInChecks } from '../admission/checks';
import { groupBy } from '../core/groups';
import type { ExpandedObject } from '../expansion/expand';
import type { Expansion } from '../expansion/expansion';
import type { NotExpanded } from '../expansion/not-expanded';
import type { ClusterFacts } from '../facts/cluster-facts';
import { LWS_LABELS } from '../facts/lws';
import { pathText } from '../manifests/manifest';
import { ManifestObject, strings } from '../manifests/manifest-object';

/** Something that the reader of an output should know, and the applied object that it is about. */
export interface Note {
  readonly object: ManifestObject;
  readonly text: string;
}

/** Says notes on standard error, those of one kind that say the same as one. */
export function tellNotes(notes: readonly Note[]): void {
  for (const [first, ...others] of groupBy(notes, ({ object, text }) => `${object.kind} ${text}`).values()) {
    const { kind, name } = first.object;
    process.stderr.write(`note: ${placeOf(first.object)}${kind} ${name}${others.length === 0 ? '' : ` and ${others.length} more`}: ${first.text}\n`);
  }
}

/** Notes about objects on which an operator gives up. */
export function stops({ givenUp }: Expansion): Note[] {
  return [...givenUp].map(([object, reason]) => ({ object, text: `the operator gives up on it, and makes nothing more: ${reason}` }));
}

/** Notes about what expansion leaves out. */
export function notesOf(left: readonly NotExpanded[], prefix: string): Note[] {
  return left.map(({ object, what }) => ({ object, text: `${prefix}: ${what}` }));
}

/**
 * Notes about pods that the API server would refuse, one for each clique or workload: operators take such a template, and there will be no pod.
 * Names end before their random suffix, so only the spec is judged. dynamo.md 2.6, R88; scheduling.md 4 G26
 */
export function refusedPods(expanded: readonly ExpandedObject[], cluster?: ClusterFacts): Note[] {
  const schema = builtInChecks().schema!;
  const judged = new Map<ExpandedObject['owner'], Set<string>>();
  const notes: Note[] = [];
  for (const { manifest, owner, root } of expanded) {
    if (manifest.kind !== 'Pod' || manifest.apiVersion !== 'v1') continue;
    const said = judged.get(owner) ?? new Set();
    judged.set(owner, said);
    // Pods of one owner are alike, but for the leader of a LeaderWorkerSet.
    const of = strings(manifest.metadata?.labels)[LWS_LABELS.workerIndex] === '0' ? 'leader' : '';
    if (said.has(of)) continue;
    said.add(of);
    const [problem] = schema(manifest, { kubernetes: cluster?.kubernetes, release: cluster?.release }).problems.filter(({ path }) => path[0] === 'spec');
    if (!problem) continue;
    const text = `the API server refuses its pod ${manifest.metadata?.name}, and there will be none: ${pathText(problem.path)}: ${problem.message}`;
    notes.push({ object: root, text });
  }
  return notes;
}

function placeOf({ origin: { file, line } }: ManifestObject): string {
  return file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
}
