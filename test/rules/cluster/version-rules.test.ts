import { admit } from '../../../lib/admission/admit';
import { Release } from '../../../lib/cluster';
import { ManifestSet } from '../../../lib/manifests/manifest-set';
import { versionRules } from '../../../lib/rules/cluster/version-rules';
import { testEveryRuleHasOne, testRowPair } from '../row-pair';
import { PAIRS } from './version-rules.pairs';

const RULES = versionRules();

describe('a pair per rule', () => {
  for (const pair of PAIRS) testRowPair(pair, RULES);
  testEveryRuleHasOne(PAIRS, RULES);
});

describe('a release has no conflict with what it pins itself', () => {
  const graph = { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment', metadata: { name: 'chat', namespace: 'serve' }, spec: { components: [] } };

  test.each(Release.all())('%s', (release) => {
    const { findings, notEvaluated } = admit(ManifestSet.of([graph]), { rules: RULES, facts: { release } });
    expect(findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([]);
    expect(notEvaluated).toEqual([]);
  });

  test('without a release and without installs it is not judged', () => {
    const { findings, notEvaluated } = admit(ManifestSet.of([graph]), { rules: RULES });
    expect(findings).toEqual([]);
    expect(new Set(notEvaluated.map(({ reason }) => reason))).toEqual(new Set(['the versions of Dynamo, Grove and KAI are not declared: give --release, or release of cluster.yaml (--cluster)']));
  });
});

test('which Kubernetes an older KAI is on has to be known', () => {
  const kai = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'kai' }, spec: { source: { chart: 'kai-scheduler', targetRevision: 'v0.13.4' } } };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'rank' }, spec: { resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }] } };
  const unjudged = (...manifests: object[]) => admit(ManifestSet.of(manifests), { rules: RULES }).notEvaluated.map(({ rule, reason }) => `${rule}: ${reason}`);
  expect(unjudged(kai, pod)).toEqual(['VER-05: the version of Kubernetes is not declared: give --kubernetes, or kubernetes of cluster.yaml (--cluster)']);
  expect(unjudged(kai)).toEqual([]);
});
