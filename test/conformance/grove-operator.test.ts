/**
 * What the Grove operator alpha.12-rc1 made of 234 PodCliqueSets (../shared/truth/operators), of graphs and by hand, and what the expansion makes
 * of them: every object and every field of it, but for the differences of grove-operator-differences.ts.
 */
import * as fs from 'fs';
import * as path from 'path';
import { DIFFERENCES } from './grove-operator-differences';
import { expand } from '../../lib/expansion/expand';
import { withGroveDefaults } from '../../lib/expansion/grove/defaults';
import type { ClusterFacts } from '../../lib/facts/cluster-facts';
import type { Manifest } from '../../lib/manifests/manifest';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { asRecorded, comparable, inNamespace, RecordedObject, Recording, recordingsOf } from '../support/recorded-operators';
import { describeWithShared, SHARED } from '../support/shared';

/** ../shared/truth/README.md. */
const LEVELS = ['zone', 'block', 'rack', 'host'].map((domain) => ({ domain, key: `kubernetes.io/${domain === 'host' ? 'hostname' : domain}` }));
const BINDINGS = ['grove-topology', 'gb200-topology', 'h100-topology', 'tas20-topology', 'my-cluster-topology'].map((name) => ({
  apiVersion: 'grove.io/v1alpha1', kind: 'ClusterTopologyBinding', metadata: { name }, spec: { levels: LEVELS },
}));
const FOLDERS: { readonly [folder: string]: { readonly cluster: ClusterFacts; readonly others: readonly Manifest[] } } = {
  grove: { cluster: { operators: { grove: true, topologyAwareScheduling: false, autoMnnvl: false }, pools: [] }, others: [] },
  topology: { cluster: { operators: { grove: true, topologyAwareScheduling: true, autoMnnvl: true }, pools: [] }, others: BINDINGS },
};

/** Kinds that are compared with what was recorded; Secrets were not. */
const KINDS = [
  'HorizontalPodAutoscaler', 'Pod', 'PodClique', 'PodCliqueScalingGroup', 'PodGang', 'ResourceClaim', 'Role', 'RoleBinding', 'Service', 'ServiceAccount', 'ComputeDomain',
];

const titleOf = (object: RecordedObject) => `${object.kind} ${object.kind === 'Pod' ? object.spec.hostname : object.metadata.name}`;
const isOf = (set: string) => (object: RecordedObject) => KINDS.includes(object.kind)
  && object.metadata.labels?.['app.kubernetes.io/part-of'] === set && object.metadata.labels['app.kubernetes.io/managed-by'] === 'grove-operator';

/** Differences between what was recorded of a set and what is expanded, one text each. */
function compare(
  { file, applied, objects }: Recording, set: RecordedObject, { cluster, others }: (typeof FOLDERS)[string],
): { compared: number; different: string[] } {
  const manifest = inNamespace(set as Manifest);
  const context = [...applied.filter(({ kind }) => kind === 'ResourceClaimTemplate').map(inNamespace), ...others];
  const mine = expand(ManifestSet.of([manifest, ...context]), cluster).map(asRecorded).filter(isOf(set.metadata.name));
  const theirs = objects.filter(isOf(set.metadata.name)).map(comparable);
  const byTitle = new Map<string, any>(mine.map((object) => [titleOf(object), object]));
  const different: string[] = [];
  for (const recorded of theirs) {
    const title = titleOf(recorded);
    const expanded = byTitle.get(title);
    byTitle.delete(title);
    if (!expanded) different.push(`${file} ${title}: recorded only`);
    else for (const at of differences(recorded, expanded, '')) different.push(`${file} ${title}${at}`);
  }
  for (const title of byTitle.keys()) different.push(`${file} ${title}: expanded only`);
  return { compared: theirs.length, different };
}

function differences(recorded: any, expanded: any, at: string): string[] {
  if (typeof recorded !== 'object' || recorded === null || typeof expanded !== 'object' || expanded === null) {
    return recorded === expanded ? [] : [`${at}: ${JSON.stringify(recorded)} recorded, ${JSON.stringify(expanded)} expanded`];
  }
  return [...new Set([...Object.keys(recorded), ...Object.keys(expanded)])].flatMap((key) => differences(recorded[key], expanded[key], `${at}.${key}`));
}

describeWithShared('what Grove makes of PodCliqueSets', () => {
  test.each(Object.keys(FOLDERS))('%s: each object, each field', (folder) => {
    const found: string[] = [];
    let compared = 0;
    for (const recording of recordingsOf(folder)) {
      for (const set of recording.objects.filter(({ kind }) => kind === 'PodCliqueSet')) {
        const result = compare(recording, set, FOLDERS[folder]);
        compared += result.compared;
        found.push(...result.different);
      }
    }
    const explained = DIFFERENCES.filter((difference) => difference.folder === folder);
    expect(found.filter((text) => !explained.some(({ about }) => about.test(text)))).toEqual([]);
    expect(explained.filter(({ about }) => !found.some((text) => about.test(text)))).toEqual([]);
    expect(compared).toBe({ grove: 5391, topology: 210 }[folder]);
  });

  test('sets as users write them are stored with these defaults', () => {
    let compared = 0;
    for (const folder of Object.keys(FOLDERS)) {
      for (const { file, applied, objects } of recordingsOf(folder)) {
        for (const manifest of applied.filter(({ kind }) => kind === 'PodCliqueSet')) {
          const stored = objects.find(({ kind, metadata }) => kind === 'PodCliqueSet' && metadata.name === manifest.metadata?.name);
          if (!stored) continue; // refused
          const expected = JSON.parse(JSON.stringify(withGroveDefaults(manifest)));
          delete expected.metadata.namespace; // the recording has one for all
          expect([file, differences(stored, expected, '')]).toEqual([file, []]);
          expect(withGroveDefaults(stored as Manifest)).toEqual(stored);
          // Whoever expands a set before it is applied sees the same.
          const below = (set: unknown) => expand(ManifestSet.of([inNamespace(set as Manifest)]), FOLDERS[folder].cluster).map(asRecorded);
          expect([file, below(manifest)]).toEqual([file, below(stored)]);
          compared++;
        }
      }
    }
    expect(compared).toBe(35);
  });

  test('gangs as KAI saw them, their pods, minimums and queues', () => {
    const directory = path.join(SHARED, 'truth', 'placement');
    let compared = 0;
    for (const file of fs.readdirSync(directory).filter((name) => name.endsWith('.json'))) {
      const { scenario, gangs, podGroups } = JSON.parse(fs.readFileSync(path.join(directory, file), 'utf8'));
      const objects = expand(ManifestSet.of(scenario.manifests)).map(({ manifest }): any => manifest);
      const pods = objects.filter(({ kind }) => kind === 'Pod');
      const expanded = objects.filter(({ kind }) => kind === 'PodGang').map(({ metadata: { name }, spec: { podgroups } }) => ({
        name,
        minimum: Object.fromEntries(podgroups.map((group: any) => [group.name, group.minReplicas])),
        pods: pods.filter(({ metadata }) => metadata.labels['grove.io/podgang'] === name).map(({ metadata: { labels }, spec }) => (
          [labels['grove.io/podclique'], labels['grove.io/podclique-pod-index'], spec.schedulerName, labels['kai.scheduler/queue']].join(' ')
        )).sort(),
      }));
      const recorded = gangs.map((gang: any) => {
        // pg-<gang>-<UID>
        const podGroup = podGroups.find(({ name }: any) => name.slice(0, -37) === `pg-${gang.gang}`);
        return {
          name: gang.gang,
          minimum: Object.fromEntries(podGroup.subGroups.flatMap(({ name, minMember }: any) => minMember === undefined ? [] : [[name, minMember]])),
          pods: gang.pods.map((pod: any) => [pod.clique, pod.index, pod.scheduler, pod.queue].join(' ')).sort(),
        };
      });
      const byName = (a: any, b: any) => (a.name < b.name ? -1 : 1);
      expect([file, expanded.sort(byName)]).toEqual([file, recorded.sort(byName)]);
      compared += recorded.length;
    }
    expect(compared).toBe(99);
  });
});
