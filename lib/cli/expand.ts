import { clusterOption } from './cluster-option';
import { CLEAN, COULD_NOT_RUN, FINDINGS } from './exit-codes';
import { ExpandOptions } from './expand-options';
import { faultsOf, readAll, tell } from './inputs';
import { notesOf, refusedPods, stops, tellNotes } from './notes';
import { ExpandedObject, NO_FACTS } from '../expansion/expand';
import { Expansion } from '../expansion/expansion';
import { notExpanded } from '../expansion/not-expanded';
import type { ClusterFacts } from '../facts/cluster-facts';
import { ManifestObject } from '../manifests/manifest-object';
import { YamlWriter } from '../manifests/yaml-writer';

/**
 * `cdk8s-inference expand`: what the operators will create, on standard output.
 *
 * @returns the exit code: 0 done, 1 a document could not be read, 2 could not run
 */
export function expandManifests(inputs: readonly string[], options: ExpandOptions): number {
  try {
    const { manifests, problems, missing } = readAll(inputs, options.maxBytes);
    const faults = faultsOf(problems);
    tell([...missing, ...faults]);
    const cluster = clusterOf(options);
    const expansion = new Expansion(manifests, cluster);
    const { all: objects } = expansion;
    tellNotes([...notesOf(notExpanded(manifests), 'not expanded'), ...stops(expansion), ...refusedPods(objects, cluster)]);
    if (objects.length === 0) process.stderr.write('nothing: no operator makes anything of these manifests\n');
    process.stdout.write(options.format === 'json' ? jsonOf(objects) : yamlOf(objects));
    return missing.length > 0 ? COULD_NOT_RUN : faults.length > 0 ? FINDINGS : CLEAN;
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return COULD_NOT_RUN;
  }
}

/** The command line counts more than the file. */
function clusterOf({ cluster, grove, lws }: ExpandOptions): ClusterFacts {
  const facts = cluster === undefined ? NO_FACTS : clusterOption(cluster);
  const operators = { ...grove !== undefined && { grove }, ...lws !== undefined && { leaderWorkerSet: lws } };
  return { ...facts, operators: { ...facts.operators, ...operators } };
}

function jsonOf(objects: readonly ExpandedObject[]): string {
  return `${JSON.stringify(objects.map(({ manifest }) => manifest), null, 2)}\n`;
}

/** Documents, each below a comment that says what it is made of. */
function yamlOf(objects: readonly ExpandedObject[]): string {
  const writer = new YamlWriter();
  // Pods of one template share parts of it, which YAML would write as aliases.
  return objects.map((object) => `---\n# of ${ownersOf(object).join(' > ')}\n${writer.write([JSON.parse(JSON.stringify(object.manifest))])}`).join('');
}

/** From the applied object down. */
function ownersOf({ owner }: ExpandedObject): string[] {
  if (owner instanceof ManifestObject) return [`${owner.kind} ${owner.name}`];
  return [...ownersOf(owner), `${owner.manifest.kind} ${owner.manifest.metadata?.name ?? ''}`];
}
