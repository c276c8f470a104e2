import { clique, madeOf, podCliqueSet } from '../../support/expansion';

const BINDING = {
  apiVersion: 'grove.io/v1alpha1',
  kind: 'ClusterTopologyBinding',
  metadata: { name: 'racks' },
  spec: { levels: [{ domain: 'rack', key: 'example.com/rack' }, { domain: 'host', key: 'kubernetes.io/hostname' }] },
};
const constraint = (pack: object) => ({ topologyConstraint: { topologyName: 'racks', pack } });
const SET = podCliqueSet({
  cliques: [clique('a', {}, constraint({ preferred: 'host' })), clique('b')],
  podCliqueScalingGroups: [{ name: 'g', cliqueNames: ['b'], replicas: 2, ...constraint({ required: 'rack' }) }],
});

test('Domains become the label keys of the binding: of the clique, the replica of a group, the scaled gang', () => {
  const [base, scaled] = madeOf('PodGang', [SET, BINDING]);
  const rack = { packConstraint: { required: 'example.com/rack' } };
  expect(base.spec.podgroups[0].topologyConstraint).toEqual({ packConstraint: { preferred: 'kubernetes.io/hostname' } });
  expect(base.spec.topologyConstraintGroupConfigs).toEqual([{ name: 'p-0-g-0', podGroupNames: ['p-0-g-0-b'], topologyConstraint: rack }]);
  expect([base.spec.topologyConstraint, scaled.spec.topologyConstraint]).toEqual([undefined, rack]);
  expect(base.metadata.annotations).toEqual({ 'grove.io/topology-name': 'racks' });
});

test('A scaled gang of a group without a constraint has that of the set', () => {
  const podCliqueScalingGroups = [{ name: 'g', cliqueNames: ['b'], replicas: 2 }];
  const set = podCliqueSet({ cliques: [clique('b')], podCliqueScalingGroups, ...constraint({ required: 'rack' }) });
  const required = madeOf('PodGang', [set, BINDING]).map(({ spec }) => spec.topologyConstraint.packConstraint.required);
  expect(required).toEqual(['example.com/rack', 'example.com/rack']);
});

test('Without the binding the domain stands for its key; with topology off there is no constraint', () => {
  expect(madeOf('PodGang', [SET])[1].spec.topologyConstraint).toEqual({ packConstraint: { required: 'rack' } });
  const [base, scaled] = madeOf('PodGang', [SET, BINDING], { topologyAwareScheduling: false });
  const constraints = [base.spec.topologyConstraintGroupConfigs, scaled.spec.topologyConstraint];
  expect([...constraints, base.metadata.annotations]).toEqual([undefined, undefined, undefined]);
});
