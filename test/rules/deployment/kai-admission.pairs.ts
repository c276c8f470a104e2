import { Manifest } from '../../../lib/manifests/manifest';
import { KaiAdmissionFacts } from '../../../lib/rules/deployment/kai-admission/kai-admission-facts';
import { withValue } from '../../support/one-path';
import { RulePair } from '../rule-pair';

const QUEUE: Manifest = {
  apiVersion: 'scheduling.run.ai/v2',
  kind: 'Queue',
  metadata: { name: 'team' },
  spec: { parentQueue: 'org', resources: { gpu: { quota: 8, limit: -1 }, cpu: { quota: -1, limit: -1 }, memory: { quota: -1, limit: -1 } } },
};
export const GROUP: Manifest = {
  apiVersion: 'scheduling.run.ai/v2alpha2',
  kind: 'PodGroup',
  metadata: { name: 'gang', namespace: 'chat' },
  spec: {
    queue: 'team',
    minMember: 4,
    subGroups: [{ name: 'all', minSubGroup: 1 }, { name: 'leader', parent: 'all', minMember: 1 }, { name: 'worker', parent: 'all', minMember: 3 }],
  },
};
const TOPOLOGY: Manifest = {
  apiVersion: 'kai.scheduler/v1alpha1',
  kind: 'Topology',
  metadata: { name: 'racks' },
  spec: { levels: [{ nodeLabel: 'example.com/rack', alias: 'rack' }, { nodeLabel: 'kubernetes.io/hostname', alias: 'host' }] },
};
export const POD: Manifest = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'small', namespace: 'chat', annotations: { 'gpu-fraction': '0.5', 'gpu-fraction-num-devices': '2', 'gpu-fraction-container-name': 'main' } },
  spec: { schedulerName: 'kai-scheduler', containers: [{ name: 'main', image: 'registry/engine:1' }], initContainers: [{ name: 'load', image: 'registry/load:1' }] },
};
export const FACTS: KaiAdmissionFacts = { gpuSharing: true };
export const annotation = (key: string) => ['metadata', 'annotations', key];
type Pair = RulePair<KaiAdmissionFacts>;
export const on = (rule: string, good: Manifest, change: (string | number)[], to: unknown, more: Partial<Pair> = {}): Pair =>
  ({ rule, good, change, to, facts: FACTS, ...more });

export const PAIRS: Pair[] = [
  on('KAI-14', QUEUE, ['spec', 'resources'], undefined),
  on('KAI-21', POD, annotation('gpu-fraction'), '1.5'),
  on('KAI-21', POD, annotation('gpu-memory'), '4096'),
  on('KAI-21', POD, annotation('gpu-fraction'), undefined, { found: 'metadata.annotations.gpu-fraction-num-devices' }),
  on('KAI-21', POD, annotation('gpu-fraction-num-devices'), '0'),
  on('KAI-21', POD, annotation('gpu-fraction-container-name'), 'other'),
  on('KAI-21', POD, ['spec', 'initContainers', 0, 'resources', 'limits', 'nvidia.com/gpu'], '1', { found: 'spec.initContainers[0].resources.limits[nvidia.com/gpu]' }),
  on('KAI-101', GROUP, ['spec', 'minSubGroup'], 1),
  on('KAI-102', GROUP, ['spec', 'subGroups', 2, 'name'], 'leader'),
  on('KAI-103', GROUP, ['spec', 'subGroups', 2, 'parent'], 'nobody'),
  on('KAI-103', GROUP, ['spec', 'subGroups', 0, 'parent'], 'all'),
  on('KAI-103', GROUP, ['spec', 'subGroups', 0, 'parent'], 'leader'),
  on('KAI-104', GROUP, ['spec', 'subGroups', 2, 'minMember'], undefined),
  on('KAI-104', withValue(GROUP, ['spec', 'subGroups', 0, 'minSubGroup'], undefined), ['spec', 'subGroups', 0, 'minMember'], 1),
  on('KAI-104', GROUP, ['spec', 'subGroups', 2, 'minSubGroup'], 1),
  on('KAI-105', TOPOLOGY, ['spec', 'levels', 1, 'alias'], 'rack'),
  on('KAI-105', TOPOLOGY, ['spec', 'levels', 0, 'alias'], 'kubernetes.io/hostname'),
  on('KAI-106', withValue(POD, ['metadata', 'annotations'], {}), annotation('gpu-fraction'), '0.5', { facts: { gpuSharing: false } }),
];
