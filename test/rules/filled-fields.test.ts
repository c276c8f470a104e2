import { RowPair, testEveryRuleHasOne, testRowPair } from './row-pair';
import { admit } from '../../lib/admission/admit';
import { builtInChecks } from '../../lib/admission/checks';
import { Release } from '../../lib/facts/release';
import { Manifest } from '../../lib/manifests/manifest';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { groveAdmissionRules } from '../../lib/rules/deployment/grove-admission';
import { filledFieldRules } from '../../lib/rules/filled-fields';
import { withValue } from '../support/one-path';

const RULES = filledFieldRules();
const facts = { release: Release.DYNAMO_1_4 };

const main = { name: 'main', image: 'registry/vllm-runtime:1.4.0', args: ['-m', 'dynamo.vllm'], env: [{ name: 'HF_HOME', value: '/cache' }] };
const beta: Manifest = {
  apiVersion: 'nvidia.com/v1beta1',
  kind: 'DynamoGraphDeployment',
  metadata: { name: 'chat' },
  spec: { components: [{ name: 'worker', type: 'worker', podTemplate: { spec: { containers: [main] } } }] },
};
const alpha: Manifest = {
  apiVersion: 'nvidia.com/v1alpha1',
  kind: 'DynamoGraphDeployment',
  metadata: { name: 'chat' },
  spec: { services: { Worker: { componentType: 'worker', modelRef: { name: 'm' }, extraPodSpec: { mainContainer: main } } } },
};
const set: Manifest = {
  apiVersion: 'grove.io/v1alpha1',
  kind: 'PodCliqueSet',
  metadata: { name: 'chat' },
  spec: {
    replicas: 1,
    template: {
      cliques: [{ name: 'decode', spec: { roleName: 'decode', replicas: 2, podSpec: { containers: [main] } } }],
      podCliqueScalingGroups: [{ name: 'engine', cliqueNames: ['decode'], scaleConfig: { maxReplicas: 4 } }],
    },
  },
};
const MAIN = [0, 'spec', 'components', 0, 'podTemplate', 'spec', 'containers', 0] as const;

const PAIRS: readonly RowPair[] = [
  { rule: 'DGD-93', good: [beta], change: [...MAIN, 'env', 0, 'name'], to: undefined, facts },
  { rule: 'DGD-93', good: [beta], change: [...MAIN, 'args', 1], to: null, facts },
  { rule: 'DGD-93', good: [alpha], change: [0, 'spec', 'services', 'Worker', 'modelRef', 'name'], to: undefined, facts },
  { rule: 'GRV-122', good: [set], change: [0, 'spec', 'template', 'cliques', 0, 'spec', 'roleName'], to: undefined, facts },
  { rule: 'GRV-122', good: [set], change: [0, 'spec', 'template', 'podCliqueScalingGroups', 0, 'scaleConfig', 'maxReplicas'], to: undefined, facts },
  { rule: 'GRV-122', good: [set], change: [0, 'spec', 'template', 'cliques', 0, 'spec', 'podSpec', 'containers', 0, 'args', 0], to: null, facts },
];

describe('fields that webhooks fill', () => {
  for (const pair of PAIRS) testRowPair(pair, RULES);
  testEveryRuleHasOne(PAIRS, RULES);

  test('what the webhook itself refuses is said once', () => {
    const nameless = withValue(set, ['spec', 'template', 'cliques', 0, 'name'], undefined);
    const { findings } = admit(ManifestSet.of([nameless]), { ...builtInChecks(), rules: [...RULES, ...groveAdmissionRules()], facts });
    expect(findings.filter(({ path }) => path === 'spec.template.cliques[0].name').map(({ rule }) => rule)).toEqual(['GRV-101']);
  });
});
