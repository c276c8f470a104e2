import { Manifest } from '../../../lib/manifests/manifest';
import { GroveAdmissionFacts } from '../../../lib/rules/deployment/grove-admission/grove-admission-facts';
import { withValue } from '../../support/one-path';
import { RulePair } from '../rule-pair';

const env = [{ name: 'A', value: '1' }, { name: 'B', value: '2' }];
const pod = { schedulerName: 'kai-scheduler', containers: [{ name: 'main', image: 'registry/engine:1.4.0', env }] };
export const clique = (name: string, spec: object = {}) => ({
  name,
  spec: { roleName: name, replicas: 2, minAvailable: 1, podSpec: structuredClone(pod), ...spec },
});

export const SET: Manifest = {
  apiVersion: 'grove.io/v1alpha1',
  kind: 'PodCliqueSet',
  metadata: { name: 'serve', namespace: 'chat' },
  spec: {
    replicas: 1,
    template: {
      cliqueStartupType: 'CliqueStartupTypeExplicit',
      terminationDelay: '4h',
      cliques: [
        clique('front', { autoScalingConfig: { minReplicas: 2, maxReplicas: 4 } }),
        clique('leader', { startsAfter: ['front'] }),
        clique('rest', { startsAfter: ['front', 'leader'] }),
        clique('batch'),
      ],
      podCliqueScalingGroups: [
        { name: 'decode', cliqueNames: ['leader', 'rest'], replicas: 3, minAvailable: 2, scaleConfig: { minReplicas: 2, maxReplicas: 4 }, resourceSharing: [{ name: 'mem', scope: 'PerReplica', filter: { childCliqueNames: ['rest'] } }] },
        { name: 'other', cliqueNames: ['batch'] },
      ],
      resourceClaimTemplates: [
        { name: 'mem', templateSpec: { spec: { devices: { requests: [{ name: 'm', exactly: { deviceClassName: 'memory' } }] } } } },
        { name: 'net', templateSpec: { spec: { devices: { requests: [{ name: 'n', exactly: { deviceClassName: 'nic' } }] } } } },
      ],
      resourceSharing: [
        { name: 'mem', scope: 'AllReplicas', filter: { childCliqueNames: ['front'] } },
        { name: 'net', scope: 'AllReplicas', filter: { childScalingGroupNames: ['decode'] } },
      ],
    },
  },
};
export const BOUND: Manifest = withValue(withValue(withValue(SET,
  ['spec', 'template', 'topologyConstraint'], { topologyName: 'racks', pack: { required: 'block' } }),
['spec', 'template', 'podCliqueScalingGroups', 0, 'topologyConstraint'], { pack: { required: 'rack', preferred: 'rack' } }),
['spec', 'template', 'cliques', 1, 'topologyConstraint'], { pack: { required: 'host', preferred: 'host' } });
const BINDING: Manifest = {
  apiVersion: 'grove.io/v1alpha1',
  kind: 'ClusterTopologyBinding',
  metadata: { name: 'racks' },
  spec: {
    levels: [{ domain: 'rack', key: 'example.com/rack' }, { domain: 'host', key: 'kubernetes.io/hostname' }],
    schedulerTopologyBindings: [{ schedulerName: 'kai-scheduler', topologyReference: 'racks' }],
  },
};
export const FACTS: GroveAdmissionFacts = {
  schedulers: ['default-scheduler', 'kai-scheduler', 'volcano'],
  defaultScheduler: 'default-scheduler',
  topologyAwareScheduling: true,
  autoMnnvl: true,
  topologyBindings: { racks: ['block', 'rack', 'host'] },
  topologyBindingsComplete: true,
};
const VOLCANO: Manifest = ['volcano'].reduce((set, scheduler) => [0, 1, 2, 3].reduce(
  (all, i) => withValue(all, ['spec', 'template', 'cliques', i, 'spec', 'podSpec', 'schedulerName'], scheduler), set,
), SET);

export const template = (...steps: (string | number)[]) => ['spec', 'template', ...steps];
export const cliques = (...steps: (string | number)[]) => template('cliques', ...steps);
export const groups = (...steps: (string | number)[]) => template('podCliqueScalingGroups', ...steps);
type Pair = RulePair<GroveAdmissionFacts>;
export const on = (rule: string, change: (string | number)[], to: unknown, more: Partial<Pair> = {}): Pair =>
  ({ rule, good: SET, change, to, facts: FACTS, ...more });

export const SINGLE = withValue(withValue(withValue(withValue(SET, template('podCliqueScalingGroups'), []), template('resourceSharing'), []),
  template('cliqueStartupType'), 'CliqueStartupTypeAnyOrder'), cliques(), [clique('front')]);

/** A set of plain cliques, no groups. */
function plainCliques(count: number): Manifest {
  return withValue(SINGLE, cliques(), Array.from({ length: count }, (_, i) => clique(`c${i}`)));
}

export const PAIRS: Pair[] = [
  on('GRV-02', cliques(1, 'spec', 'podSpec', 'schedulerName'), undefined, { }),
  on('GRV-02', cliques(0, 'spec', 'podSpec', 'schedulerName'), 'lpx-scheduler', { good: SINGLE }),
  // Whatever Grove's default is: one that it has no profile for, and two that differ.
  on('GRV-02', cliques(1, 'spec', 'podSpec', 'schedulerName'), 'own-scheduler', { good: withValue(plainCliques(2), cliques(0, 'spec', 'podSpec', 'schedulerName'), undefined), facts: {} }),
  on('GRV-02', cliques(2, 'spec', 'podSpec', 'schedulerName'), 'volcano', { good: withValue(plainCliques(3), cliques(0, 'spec', 'podSpec', 'schedulerName'), undefined), facts: {} }),
  on('GRV-03', ['metadata', 'name'], 'a'.repeat(41), { good: SINGLE, found: 'spec.template.cliques[0].name' }),
  on('GRV-03', groups(0, 'name'), 'd'.repeat(35), { good: withValue(SET, template('resourceSharing'), []), found: 'spec.template.podCliqueScalingGroups[0].cliqueNames[0]' }),
  on('GRV-06', cliques(3, 'spec', 'roleName'), 'front'),
  on('GRV-08', cliques(3, 'spec', 'minAvailable'), 3),
  on('GRV-08', cliques(3, 'spec', 'minAvailable'), 0),
  on('GRV-08', cliques(3, 'spec', 'replicas'), -1),
  on('GRV-08', cliques(0, 'spec', 'autoScalingConfig', 'minReplicas'), 0),
  on('GRV-08', cliques(0, 'spec', 'autoScalingConfig', 'maxReplicas'), 1),
  on('GRV-09', cliques(2, 'spec', 'startsAfter', 0), 'nobody'),
  on('GRV-09', cliques(2, 'spec', 'startsAfter', 0), ''),
  on('GRV-09', cliques(2, 'spec', 'startsAfter', 0), 'rest'),
  on('GRV-09', cliques(2, 'spec', 'startsAfter', 0), 'leader', { found: 'spec.template.cliques[2].spec.startsAfter[1]' }),
  on('GRV-09', cliques(1, 'spec', 'startsAfter', 0), 'rest', { found: 'spec.template.cliques' }),
  on('GRV-10', cliques(0, 'spec', 'podSpec', 'nodeName'), 'node-1'),
  on('GRV-10', cliques(0, 'spec', 'podSpec', 'topologySpreadConstraints'), [{ maxSkew: 1 }]),
  on('GRV-11', template('topologyConstraint', 'topologyName'), undefined, { good: BOUND }),
  on('GRV-11', template('topologyConstraint', 'topologyName'), 'unknown', { good: BOUND }),
  on('GRV-11', template('topologyConstraint', 'pack', 'required'), 'moon', { good: BOUND }),
  on('GRV-11', template('topologyConstraint', 'pack', 'required'), 'host', { good: BOUND, found: 'spec.template.topologyConstraint' }),
  on('GRV-11', groups(0, 'topologyConstraint', 'pack', 'preferred'), 'host', {
    good: withValue(BOUND, cliques(1, 'topologyConstraint', 'pack', 'preferred'), 'rack'),
  }),
  on('GRV-11', groups(0, 'topologyConstraint', 'topologyName'), 'other', { good: BOUND }),
  on('GRV-11', template('topologyConstraint'), { topologyName: 'racks', pack: { required: 'rack' } }, { facts: { ...FACTS, topologyAwareScheduling: false } }),
  on('GRV-12', ['spec', 'levels', 1, 'domain'], 'rack', { good: BINDING }),
  on('GRV-12', ['spec', 'levels', 1, 'key'], 'example.com/rack', { good: BINDING }),
  on('GRV-13', cliques(0, 'annotations', 'grove.io/mnnvl-group'), 'Not A Label', { good: withValue(SET, cliques(0, 'annotations', 'grove.io/mnnvl-group'), 'domain'), found: 'spec.template.cliques[0].annotations[grove.io/mnnvl-group]' }),
  on('GRV-13', ['metadata', 'annotations', 'grove.io/mnnvl-group'], 'domain', { good: withValue(SET, ['metadata', 'annotations', 'grove.io/mnnvl-group'], 'none'), facts: { ...FACTS, autoMnnvl: false } }),
  on('GRV-21', cliques(3, 'spec', 'roleName'), 'renamed', { previous: SET }),
  on('GRV-21', cliques(3, 'spec', 'minAvailable'), 2, { previous: SET }),
  on('GRV-21', cliques(3, 'name'), 'new', { good: plainCliques(4), previous: plainCliques(4), found: 'spec.template.cliques' }),
  on('GRV-21', template('cliqueStartupType'), 'CliqueStartupTypeAnyOrder', { previous: SET }),
  on('GRV-21', groups(0, 'minAvailable'), 1, { previous: SET }),
  on('GRV-21', template('resourceSharing', 0, 'scope'), 'PerReplica', { previous: SET, found: 'spec.template.resourceSharing' }),
  on('GRV-23', template('cliques'), [], { good: SINGLE }),
  on('GRV-23', ['spec', 'template'], undefined, { good: SINGLE }),
  on('GRV-24', cliques(0), null, { good: withValue(SINGLE, cliques(1), clique('second')) }),
  on('GRV-27', template('terminationDelay'), '30'),
  on('GRV-27', template('terminationDelay'), '0s'),
  on('GRV-101', cliques(0, 'name'), 'Front', { good: SINGLE }),
  on('GRV-101', cliques(0, 'name'), undefined, { good: SINGLE }),
  on('GRV-101', cliques(1, 'name'), 'front', { good: withValue(SINGLE, cliques(1), clique('second')) }),
  on('GRV-102', cliques(0, 'labels', 'team'), 'a b'),
  on('GRV-102', cliques(0, 'annotations', 'bad key!'), 'x', { found: 'spec.template.cliques[0].annotations[bad key!]' }),
  on('GRV-103', cliques(0, 'spec', 'podSpec', 'containers', 0, 'env', 1, 'name'), 'A'),
  on('GRV-103', cliques(0, 'spec', 'podSpec', 'containers', 0, 'env', 1, 'name'), 'A=B'),
  on('GRV-104', groups(1, 'name'), 'Other'),
  on('GRV-104', groups(1, 'name'), 'decode'),
  on('GRV-105', groups(1, 'cliqueNames', 0), 'nobody'),
  on('GRV-105', groups(1, 'cliqueNames', 0), 'rest'),
  on('GRV-106', groups(0, 'minAvailable'), 4),
  on('GRV-106', groups(0, 'minAvailable'), 0),
  on('GRV-106', groups(0, 'replicas'), 0),
  on('GRV-106', groups(0, 'scaleConfig', 'minReplicas'), 1),
  on('GRV-107', cliques(1, 'spec', 'autoScalingConfig'), { minReplicas: 2, maxReplicas: 4 }),
  on('GRV-108', template('resourceClaimTemplates', 0, 'templateSpec', 'spec', 'devices', 'requests'), []),
  on('GRV-108', template('resourceClaimTemplates', 1, 'name'), 'mem'),
  on('GRV-108', template('resourceClaimTemplates', 1, 'name'), ''),
  on('GRV-109', template('resourceSharing', 1, 'name'), ''),
  on('GRV-109', template('resourceSharing', 1, 'name'), 'mem'),
  on('GRV-109', template('resourceSharing', 1, 'namespace'), 'other'),
  on('GRV-110', template('resourceSharing', 0, 'filter', 'childCliqueNames', 0), 'nobody'),
  on('GRV-110', template('resourceSharing', 1, 'filter', 'childScalingGroupNames', 0), 'front'),
  on('GRV-110', template('resourceSharing', 1, 'filter', 'childScalingGroupNames'), [], { found: 'spec.template.resourceSharing[1].filter' }),
  on('GRV-110', groups(0, 'resourceSharing', 0, 'filter', 'childCliqueNames', 0), 'front'),
  on('GRV-111', ['spec', 'replicas'], -1),
  on('GRV-112', template('topologyConstraint'), { topologyName: 'racks', pack: { required: 'rack' } }, { good: VOLCANO }),
  on('GRV-113', cliques(1, 'annotations', 'scheduling.grove.io/volcano-queue'), 'other', {
    good: withValue(VOLCANO, ['metadata', 'annotations', 'scheduling.grove.io/volcano-queue'], 'team'),
    found: 'spec.template.cliques[1].annotations[scheduling.grove.io/volcano-queue]',
  }),
  on('GRV-114', template('topologyConstraint', 'pack', 'required'), 'block', {
    good: withValue(BOUND, template('topologyConstraint', 'pack', 'required'), 'rack'),
    previous: withValue(BOUND, template('topologyConstraint', 'pack', 'required'), 'rack'),
    found: 'spec.template.topologyConstraint',
  }),
  on('GRV-114', ['metadata', 'annotations', 'grove.io/mnnvl-group'], 'domain', { previous: SET, found: 'metadata.annotations[grove.io/mnnvl-group]' }),
  on('GRV-115', ['spec', 'schedulerTopologyBindings', 0, 'schedulerName'], 'default-scheduler', { good: BINDING }),
  on('GRV-115', ['spec', 'schedulerTopologyBindings', 0, 'schedulerName'], 'nobody', { good: BINDING }),
  on('GRV-115', ['spec', 'schedulerTopologyBindings', 1], { schedulerName: 'kai-scheduler', topologyReference: 'b' }, { good: BINDING, found: 'spec.schedulerTopologyBindings[1].schedulerName' }),
];
