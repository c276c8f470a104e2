import { RowPair } from './row-pair';
import { Release } from '../../lib/facts/release';
import { Manifest } from '../../lib/manifests/manifest';

export const facts = { release: Release.DYNAMO_1_4 };

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
export const set: Manifest = {
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

export const PAIRS: readonly RowPair[] = [
  { rule: 'DGD-93', good: [beta], change: [...MAIN, 'env', 0, 'name'], to: undefined, facts },
  { rule: 'DGD-93', good: [beta], change: [...MAIN, 'args', 1], to: null, facts },
  { rule: 'DGD-93', good: [alpha], change: [0, 'spec', 'services', 'Worker', 'modelRef', 'name'], to: undefined, facts },
  { rule: 'GRV-122', good: [set], change: [0, 'spec', 'template', 'cliques', 0, 'spec', 'roleName'], to: undefined, facts },
  { rule: 'GRV-122', good: [set], change: [0, 'spec', 'template', 'podCliqueScalingGroups', 0, 'scaleConfig', 'maxReplicas'], to: undefined, facts },
  { rule: 'GRV-122', good: [set], change: [0, 'spec', 'template', 'cliques', 0, 'spec', 'podSpec', 'containers', 0, 'args', 0], to: null, facts },
];
