import { Difference, RecordedObject, Recording, differences, expansionOf, ownerKind, recordings } from './operator-record';
import { describeWithShared } from '../support/shared';
import type { ClusterFacts } from '../../lib/facts/cluster-facts';

const OWNERS = ['DynamoGraphDeployment', 'DynamoComponentDeployment'];
const CLUSTERS: { readonly [folder: string]: ClusterFacts } = {
  grove: { operators: {}, pools: [] },
  topology: { operators: { topologyAwareScheduling: true, autoMnnvl: true }, pools: [] },
  plain: { operators: { grove: false, leaderWorkerSet: false }, pools: [] },
  lws: { operators: { grove: false, leaderWorkerSet: true }, pools: [] },
};

/** Fields that the server or controllers keep for themselves. */
const KEPT = ['ownerReferences', 'finalizers', 'namespace', 'generateName'];
const ALLOCATED = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'];

function recorded(recording: Recording): Map<string, unknown> {
  const accounts = ['planner-serviceaccount', 'epp-serviceaccount'];
  return byName(recording.objects.filter((object) => OWNERS.includes(String(object.metadata.ownerReferences?.[0]).split('/')[0])
    || accounts.some((account) => object.metadata.name === account || object.metadata.name === `${account}-binding`)), recording);
}

function byName(objects: readonly RecordedObject[], recording: Recording): Map<string, unknown> {
  const hashes = recording.objects.filter(({ kind }) => kind === 'DynamoGraphDeployment').map((graph) => (graph.metadata.annotations as any)?.['nvidia.com/current-worker-hash-v2']);
  return new Map(objects.map((object) => {
    const text = JSON.stringify(normal(object));
    const value = JSON.parse(hashes.filter(Boolean).reduce((each: string, hash: string) => each.replaceAll(hash, 'HASH'), text));
    return [`${value.kind}/${value.metadata.name}`, value];
  }));
}

function normal(object: RecordedObject): any {
  const copy = JSON.parse(JSON.stringify(object));
  for (const key of KEPT) delete copy.metadata[key];
  delete copy.metadata.annotations?.['nvidia.com/dcd-spec'];
  for (const key of ['annotations', 'labels']) if (copy.metadata[key] && Object.keys(copy.metadata[key]).length === 0) delete copy.metadata[key];
  if (copy.kind === 'Service') for (const key of ALLOCATED) if (copy.spec[key] !== 'None') delete copy.spec[key];
  return copy;
}

function compare(folder: string): { readonly differences: Difference[]; readonly objects: Map<string, number> } {
  const found: Difference[] = [];
  const objects = new Map<string, number>();
  for (const recording of recordings(folder)) {
    const hash = recording.objects.filter(({ kind }) => kind === 'DynamoGraphDeployment').map((graph) => [graph.metadata.name, (graph.metadata.annotations as any)?.['nvidia.com/current-worker-hash-v2']]);
    const applied = recording.applied.map((document: any) => {
      const own = hash.find(([name]) => document.kind === 'DynamoGraphDeployment' && document.metadata.name === name)?.[1];
      return own ? { ...document, metadata: { ...document.metadata, annotations: { ...document.metadata.annotations, 'nvidia.com/current-worker-hash-v2': own } } } : document;
    });
    const ours = byName(expansionOf({ ...recording, applied }, CLUSTERS[folder]).filter((object) => OWNERS.includes(ownerKind(object))).map(({ manifest }) => manifest as any), recording);
    const theirs = recorded(recording);
    for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
      objects.set(name.split('/')[0], (objects.get(name.split('/')[0]) ?? 0) + 1);
      if (!ours.has(name)) found.push({ file: recording.file, object: name, path: '', expanded: '(none)', recorded: 'is there' });
      else if (!theirs.has(name)) found.push({ file: recording.file, object: name, path: '', expanded: 'is there', recorded: '(none)' });
      else found.push(...differences(ours.get(name), theirs.get(name)).map((each) => ({ file: recording.file, object: name, ...each })));
    }
  }
  return { differences: found, objects };
}

describeWithShared('the Dynamo operator', () => {
  for (const folder of Object.keys(CLUSTERS)) {
    test(folder, () => {
      const start = Date.now();
      const result = compare(folder);
      const groups = new Map<string, Difference[]>();
      for (const each of result.differences) {
        const key = `${each.object.split('/')[0]} ${each.path.replace(/\[\d+\]/g, '[]').replace(/cliques\[\]\.spec/, 'C')}`;
        groups.set(key, [...groups.get(key) ?? [], each]);
      }
      const lines = [...groups].sort((a, b) => b[1].length - a[1].length).map(([key, all]) => `${all.length} ${key}\n      ${all[0].file} ${all[0].object} ${all[0].path}\n      ours ${all[0].expanded}\n      rec  ${all[0].recorded}`);
      const bad = new Set(result.differences.map((d) => `${d.file} ${d.object}`));
      require('fs').writeFileSync(`/tmp/dyn-${folder}.txt`, `${[...result.objects]} objects; ${bad.size} differ; ${Date.now() - start} ms\n${lines.join('\n')}\n`);
      require('fs').writeFileSync(`/tmp/dyn-${folder}.json`, JSON.stringify(result.differences, null, 1));
    });
  }
});
