import { Release } from '../../../lib/facts/release';
import { Manifest } from '../../../lib/manifests/manifest';
import { DYNAMO_GRAPH_RULES, DYNAMO_OBJECT_RULES, judgeDynamoAdmission } from '../../../lib/rules/serving/dynamo-admission';
import { withValue } from '../../support/one-path';
import { testPair } from '../rule-pair';
import { ALPHA, CHECKPOINT, CHECKPOINTED, COMPONENT, FACTS, GRAPH, MODEL, PAIRS, PICKED, PLACED, PLAIN, REQUEST, ROUTED, component, service } from './dynamo-admission.pairs';

describe('a pair per rule', () => {
  for (const pair of PAIRS) testPair(pair, judgeDynamoAdmission);

  test('every rule has one', () => {
    const ids = [...DYNAMO_GRAPH_RULES, ...Object.values(DYNAMO_OBJECT_RULES).flat()].map(({ id }) => id);
    expect(ids.filter((id) => !PAIRS.some(({ rule }) => rule === id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('what is looked up and was not declared', () => {
  const unknown = (manifest: Manifest) => judgeDynamoAdmission(manifest, {});

  test.each<[string, Manifest, string]>([
    ['DGD-17', withValue(PLAIN, component('minAvailable'), 1), 'whether the Dynamo operator uses Grove is not declared: give grove of Cluster, or below operators of cluster.yaml (--cluster)'],
    ['DGD-91', CHECKPOINTED, 'checkpoint.enabled of the Dynamo platform is not declared: give checkpoints of Cluster, or below operators of cluster.yaml (--cluster)'],
    ['DGD-113', withValue(REQUEST, ['spec', 'hardware'], undefined), 'whether the Dynamo operator finds GPUs by itself is not declared: give gpuDiscovery of Cluster, or below operators of cluster.yaml (--cluster)'],
    ['DGD-118', PICKED, 'whether the cluster serves inference.networking.k8s.io is not declared: give inferencePools of Cluster, or below operators of cluster.yaml (--cluster)'],
    ['DGD-119', PLACED, "ClusterTopologyBinding 'racks' is not among the manifests: give its manifest too"],
    ['DGD-120', ROUTED, "ClusterTopologyBinding 'racks' is not among the manifests: give its manifest too"],
  ])('%s is not judged', (rule, manifest, reason) => {
    const { problems, notEvaluated } = unknown(manifest);
    expect(problems).toEqual([]);
    expect(notEvaluated).toContainEqual({ rule, reason });
  });

  test('a plain graph needs nothing declared', () => {
    expect(unknown(PLAIN)).toEqual({ problems: [], notEvaluated: [] });
    expect(unknown(ALPHA)).toEqual({ problems: [], notEvaluated: [] });
  });
});

describe('both versions are one graph', () => {
  test('an update from v1alpha1 to v1beta1 changes nothing that has to stay', () => {
    const alpha = withValue(withValue(ALPHA, service('frontendSidecar'), undefined), ['spec', 'pvcs'], undefined);
    const beta = withValue(withValue(GRAPH, component('frontendSidecar'), undefined), component('type'), 'decode');
    expect(judgeDynamoAdmission(beta, FACTS, alpha).problems).toEqual([]);
  });

  test('a service that is null does not count', () => {
    const emptied = withValue(withValue(ALPHA, ['spec', 'services', 'worker'], null), ['spec', 'services', 'Frontend'], null);
    expect(judgeDynamoAdmission(emptied, FACTS).problems.map(({ rule }) => rule)).toEqual(['DGD-101']);
  });

  test('compilation caches of v1alpha1 need no mount point, nor do mounts under its pod spec', () => {
    const cached = withValue(ALPHA, service('volumeMounts', 0), { name: 'cache', useAsCompilationCache: true });
    expect(judgeDynamoAdmission(withValue(cached, service('extraPodSpec', 'mainContainer', 'volumeMounts'), [{ name: 'a' }]), FACTS).problems).toEqual([]);
  });
});

test('a component deployment may lack the version', () => {
  const untagged = withValue(COMPONENT, ['spec', 'podTemplate', 'spec', 'containers', 0, 'image'], 'registry/vllm-runtime');
  expect(judgeDynamoAdmission(untagged, FACTS).problems).toEqual([]);
});

test('with autoApply: false a request may still be applied by hand once it is ready', () => {
  const waiting = { ...withValue(REQUEST, ['spec', 'autoApply'], false), status: { phase: 'Ready' } };
  expect(judgeDynamoAdmission(withValue(REQUEST, ['spec', 'autoApply'], true), FACTS, waiting).problems).toEqual([]);
});

test.each([null, 7, 'text', [], [null], { a: null }])('anything in the place of a spec, a component or a service is judged without an exception: %j', (junk) => {
  for (const manifest of [GRAPH, ALPHA, COMPONENT, REQUEST, MODEL, CHECKPOINT]) {
    for (const path of [['metadata'], ['spec'], ['spec', 'components'], ['spec', 'services'], component(), service(), ['spec', 'job'], ['spec', 'experimental']]) {
      if (path.length > 2 && !(manifest.spec as any)[path[1]]) continue;
      expect(() => judgeDynamoAdmission(withValue(manifest, path, junk), FACTS, manifest)).not.toThrow();
    }
  }
});

test('an endpoint picker of 1.5 has no eppConfig, one of 1.4 under the same operator has', () => {
  const facts = { ...FACTS, release: Release.DYNAMO_1_5 };
  const newer = withValue(PICKED, ['spec', 'components', 0, 'runtimeVersionOverride'], '1.5.0');
  expect(judgeDynamoAdmission(PICKED, facts).problems).toEqual([]);
  expect(judgeDynamoAdmission(newer, facts).problems.map(({ rule, path }) => `${rule} ${path.join('.')}`)).toEqual(['DGD-82 spec.components.0.eppConfig']);
  expect(judgeDynamoAdmission(withValue(newer, ['spec', 'components', 0, 'eppConfig'], undefined), facts).problems).toEqual([]);
});
