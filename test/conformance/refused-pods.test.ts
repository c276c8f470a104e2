/** Pods that operators were to make, and that the API server refused without a word: what `expand` says of them (../shared/truth/operators). */
import { expansionOf, RECORDED_CLUSTERS, recordings } from './operator-record';
import { refusedPods } from '../../lib/cli/notes';
import { describeWithShared } from '../support/shared';

/** The refused pods of all recordings. dynamo.md R88, scheduling.md G26 */
const REFUSED = [
  'grove/dynamo__examples__deployments__GKE__vllm__v1beta1__disagg.json vllm-disagg-0-vllmdecodeworker-',
  'plain/dynamo__examples__deployments__GKE__vllm__v1beta1__disagg.json vllm-disagg-vllmdecodeworker-b1b451a8-',
];

describeWithShared('Pods that the API server refuses', () => {
  const refused = Object.entries(RECORDED_CLUSTERS).flatMap(([folder, cluster]) => recordings(folder).flatMap((recording) => {
    const pods = new Set(recording.objects.filter(({ kind }) => kind === 'Pod').map(({ metadata }) => metadata.name));
    return refusedPods(expansionOf(recording, cluster), cluster).map(({ text }) => {
      const name = /its pod (\S+),/.exec(text)![1];
      return { name: `${recording.file} ${name}`, exists: pods.has(name) };
    });
  }));

  test('are those that were never there', () => {
    expect(refused.map(({ name }) => name)).toEqual(REFUSED);
    expect(refused.filter(({ exists }) => exists)).toEqual([]);
  });
});
