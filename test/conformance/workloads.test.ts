/** What the controllers of Kubernetes made of recorded Deployments and pods (../shared/truth/operators), and what the expansion makes of them. */
import { expand } from '../../lib/expansion/expand';
import type { Manifest } from '../../lib/manifests/manifest';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { asRecorded, comparable, inNamespace, RecordedObject, recordingsOf } from '../support/recorded-operators';
import { describeWithShared } from '../support/shared';

const ofReplicaSet = (deployment: string) => (pod: RecordedObject) => pod.kind === 'Pod'
  && new RegExp(`^ReplicaSet/${deployment}-[a-z0-9]+$`).test(pod.metadata.ownerReferences?.[0] ?? '');

/** A pod without what a ReplicaSet's hash is part of. */
function withoutHash(pod: any): any {
  const { name: _, ownerReferences: __, ...metadata } = pod.metadata;
  return { ...pod, metadata };
}

describeWithShared('what Kubernetes makes of workloads', () => {
  test.each(['plain', 'lws', 'grove'])('pods of Deployments in %s', (folder) => {
    let compared = 0;
    for (const { file, objects } of recordingsOf(folder)) {
      for (const deployment of objects.filter(({ kind }) => kind === 'Deployment')) {
        const recorded = objects.filter(ofReplicaSet(deployment.metadata.name)).map((pod) => withoutHash(comparable(pod)));
        const expanded = expand(ManifestSet.of([inNamespace(deployment as Manifest)])).map(asRecorded).filter(({ kind }) => kind === 'Pod');
        expect([file, expanded.map(({ metadata }) => metadata.name)]).toEqual([file, expanded.map(() => `${deployment.metadata.name}-`)]);
        expect([file, expanded.map(withoutHash)]).toEqual([file, recorded]);
        compared += recorded.length;
      }
    }
    expect(compared).toBe({ plain: 726, lws: 19, grove: 1 }[folder]);
  });

  test.each(['plain', 'grove'])('claims of pods in %s', (folder) => {
    let compared = 0;
    for (const { file, objects } of recordingsOf(folder)) {
      const parents = objects.filter(({ kind }) => ['Deployment', 'PodCliqueSet', 'ResourceClaimTemplate'].includes(kind));
      const mine = expand(ManifestSet.of(parents.map((each) => inNamespace(each as Manifest)))).map(asRecorded)
        .filter((object) => object.kind === 'ResourceClaim' && object.metadata.ownerReferences[0].startsWith('Pod/'));
      const theirs = objects.filter((object) => object.kind === 'ResourceClaim' && object.metadata.ownerReferences?.[0].startsWith('Pod/'));
      // Names and owners have random parts; the pod's name begins as ours does.
      const without = ({ metadata, ...rest }: any) => JSON.stringify({ ...rest, labels: metadata.labels, annotations: metadata.annotations });
      expect([file, mine.map(without).sort()]).toEqual([file, theirs.map(without).sort()]);
      const owners = mine.map(({ metadata }) => metadata.ownerReferences[0]).sort();
      expect(theirs.map(({ metadata }) => metadata.ownerReferences![0]).sort().every((owner, i) => owner.startsWith(owners[i]))).toBe(true);
      compared += theirs.length;
    }
    expect(compared).toBe({ plain: 16, grove: 20 }[folder]);
  });
});
