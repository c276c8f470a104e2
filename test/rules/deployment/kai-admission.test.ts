import { Manifest } from '../../../lib/manifests/manifest';
import { ManifestObject } from '../../../lib/manifests/manifest-object';
import { podTemplatesOf } from '../../../lib/manifests/pod-templates';
import { judgeGpuSharing, judgeKaiAdmission, kaiAdmissionRules, sharingPod } from '../../../lib/rules/deployment/kai-admission';
import { KaiAdmissionFacts } from '../../../lib/rules/deployment/kai-admission/kai-admission-facts';
import { WebhookVerdict } from '../../../lib/rules/deployment/webhook-rule';
import { withValue } from '../../support/one-path';
import { testPair } from '../rule-pair';
import { FACTS, GROUP, PAIRS, POD, annotation } from './kai-admission.pairs';

/** A Pod is judged as its own template. */
function judge(manifest: Manifest, facts?: KaiAdmissionFacts, previous?: Manifest): WebhookVerdict {
  const [template] = podTemplatesOf(new ManifestObject({ ...manifest }));
  return template ? judgeGpuSharing(sharingPod(template), facts) : judgeKaiAdmission(manifest, facts, previous);
}

describe('a pair per rule', () => {
  for (const pair of PAIRS) testPair(pair, judge);

  test('every rule has one', () => {
    const ids = kaiAdmissionRules().map(({ id }) => id);
    expect(ids.filter((id) => !PAIRS.some(({ rule }) => rule === id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('pods of other schedulers are not looked at', () => {
  const other = withValue(withValue(POD, ['spec', 'schedulerName'], 'default-scheduler'), annotation('gpu-memory'), 'x');
  expect(judge(other, { gpuSharing: false }).problems).toEqual([]);
});

test('whether sharing is on is not guessed', () => {
  expect(judge(POD)).toEqual({ problems: [], notEvaluated: [{ rule: 'KAI-106', reason: 'global.gpuSharing of KAI is not declared: give kaiGpuSharing of Cluster, or below operators of cluster.yaml (--cluster)' }] });
});

test('a pod template is judged like its pods, with its own paths', () => {
  const { metadata, spec } = withValue(POD, annotation('gpu-fraction'), '2');
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'small' }, spec: { template: { metadata, spec } } };
  expect(judge(deployment, FACTS).problems.map(({ path }) => path)).toEqual([['spec', 'template', 'metadata', 'annotations', 'gpu-fraction']]);
});

test('on an update a subgroup with subgroups may keep its minMember: KAI only warns', () => {
  const group = withValue(withValue(GROUP, ['spec', 'subGroups', 0, 'minSubGroup'], undefined), ['spec', 'subGroups', 0, 'minMember'], 1);
  expect(judgeKaiAdmission(group, FACTS, group).problems).toEqual([]);
});
