import { admit } from '../../../lib/admission/admit';
import { Severity } from '../../../lib/admission/severity';
import { KubernetesVersion } from '../../../lib/cluster';
import { GpuAllocation } from '../../../lib/facts/gpu-allocation';
import { ManifestSet } from '../../../lib/manifests/manifest-set';
import { CLAIM_REQUEST_RULES } from '../../../lib/rules/infrastructure/claim-request-rules';
import { DEVICE_MODE_RULES } from '../../../lib/rules/infrastructure/device-mode-rules';
import { DRIVER_CONFIG_RULES } from '../../../lib/rules/infrastructure/driver-config-rules';
import { POD_CLAIM_RULES } from '../../../lib/rules/infrastructure/pod-claim-rules';
import { RESOURCE_API_RULES } from '../../../lib/rules/infrastructure/resource-api-rules';
import { SELECTOR_RULES } from '../../../lib/rules/infrastructure/selector-rules';
import { rulesOf } from '../../../lib/rules/rule-row';
import { withValue } from '../../support/one-path';
import { testEveryRuleHasOne, testRowPair } from '../row-pair';
import { CLASS, cluster, ONE, PAIRS, POD } from './claims.pairs';

const RULES = rulesOf('infrastructure', [
  ...POD_CLAIM_RULES, ...DEVICE_MODE_RULES, ...CLAIM_REQUEST_RULES, ...RESOURCE_API_RULES, ...SELECTOR_RULES, ...DRIVER_CONFIG_RULES,
]);

describe('a pair per rule', () => {
  for (const pair of PAIRS) testRowPair(pair, RULES);
  testEveryRuleHasOne(PAIRS, RULES);
});

test('Templates that Grove and the Dynamo operator make are looked for nowhere', () => {
  const claiming = (name: string) => ({ resourceClaims: [{ name: 'channel', resourceClaimTemplateName: name }], containers: [{ name: 'main', resources: { claims: [{ name: 'channel' }] } }] });
  const set = (template: string) => ({
    apiVersion: 'grove.io/v1alpha1',
    kind: 'PodCliqueSet',
    metadata: { name: 'set', namespace: 'chat', annotations: { 'grove.io/mnnvl-group': 'rack' } },
    spec: { template: { cliques: [{ name: 'a', spec: { roleName: 'a', podSpec: claiming(template) } }] } },
  });
  const unknown = (template: string) => admit(ManifestSet.of([set(template)]), { rules: RULES }).notEvaluated.map(({ rule }) => rule);
  expect(unknown('set-0-rack')).toEqual([]);
  expect(unknown('set-0-row')).toEqual(['DRA-04']);
});

test('Where the DRA driver stands behind nvidia.com/gpu, a claim beside it may be meant', () => {
  const pod = (gpuAllocation?: GpuAllocation) => {
    const known = cluster();
    const pools = known.pools.map((pool) => ({ ...pool, gpuAllocation }));
    const both = withValue(POD, ['spec', 'containers', 0, 'resources', 'limits'], { 'nvidia.com/gpu': 1 });
    return admit(ManifestSet.of([both, ONE]), { rules: RULES, facts: { cluster: { ...known, pools } } }).findings.filter(({ rule }) => rule === 'DRA-19').map(({ severity }) => severity);
  };
  expect(pod()).toEqual([Severity.ERROR]);
  expect(pod(GpuAllocation.DEVICE_PLUGIN)).toEqual([Severity.ERROR]);
  expect(pod(GpuAllocation.extendedResource())).toEqual([Severity.WARNING]);
});

test('DRA-07 sends nobody to the claims of Kubernetes 1.30, which are another model without device classes', () => {
  const check = (kubernetes: KubernetesVersion, version: string) => admit(
    ManifestSet.of([CLASS, ONE].map((manifest) => ({ ...manifest, apiVersion: `resource.k8s.io/${version}` }))), { rules: RULES.filter(({ id }) => id === 'DRA-07'), facts: { kubernetes } },
  ).findings.map(({ object, message, fix }) => `${object?.kind}: ${message}. ${fix}`);
  const newer = 'use Kubernetes 1.34 or newer, where claims of devices are on by default';
  expect(check(KubernetesVersion.V1_30, 'v1')).toEqual([
    `DeviceClass: Kubernetes 1.30 has no DeviceClass in any version. ${newer}`, `ResourceClaimTemplate: Kubernetes 1.30 has no resource.k8s.io/v1. ${newer}`,
  ]);
  expect(check(KubernetesVersion.V1_30, 'v1alpha2')[0]).toBe(`DeviceClass: Kubernetes 1.30 has no DeviceClass in any version. ${newer}`);
  expect(check(KubernetesVersion.V1_31, 'v1')[0]).toBe(`DeviceClass: Kubernetes 1.31 has no resource.k8s.io/v1. ${newer}`);
});
