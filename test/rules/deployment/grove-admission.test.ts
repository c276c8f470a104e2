import { GROVE_ADMISSION_RULES, judgeGroveAdmission } from '../../../lib/rules/deployment/grove-admission';
import { withValue } from '../../support/one-path';
import { testPair } from '../rule-pair';
import { BOUND, FACTS, PAIRS, SET, SINGLE, cliques, template } from './grove-admission.pairs';

describe('a pair per rule', () => {
  for (const pair of PAIRS) testPair(pair, judgeGroveAdmission);

  test('every rule has one', () => {
    const ids = Object.values(GROVE_ADMISSION_RULES).flat().map(({ id }) => id);
    expect(ids.filter((id) => !PAIRS.some(({ rule }) => rule === id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('what is looked up and was not declared', () => {
  test('a topology that is neither here nor declared is not judged', () => {
    expect(judgeGroveAdmission(BOUND, { ...FACTS, topologyBindings: {}, topologyBindingsComplete: false })).toEqual({
      problems: [], notEvaluated: [{ rule: 'GRV-11', reason: "ClusterTopologyBinding 'racks' is not among the manifests: give its manifest too" }],
    });
  });

  test('nor whether topology-aware scheduling and MNNVL are on, nor what an empty schedulerName means', () => {
    const set = withValue(withValue(BOUND, ['metadata', 'annotations', 'grove.io/mnnvl-group'], 'domain'), cliques(0, 'spec', 'podSpec', 'schedulerName'), undefined);
    expect(judgeGroveAdmission(set).notEvaluated.map(({ rule }) => rule)).toEqual(['GRV-02', 'GRV-13', 'GRV-11']);
    expect(judgeGroveAdmission(set).problems).toEqual([]);
  });

  test('a scheduler that Grove has no profile for in any configuration is found without facts', () => {
    expect(judgeGroveAdmission(withValue(SINGLE, cliques(0, 'spec', 'podSpec', 'schedulerName'), 'slurm')).problems.map(({ rule }) => rule)).toEqual(['GRV-02']);
  });
});

test('moving packDomain to pack.required is no change', () => {
  const old = withValue(SET, template('topologyConstraint'), { topologyName: 'racks', packDomain: 'rack' });
  const now = withValue(SET, template('topologyConstraint'), { topologyName: 'racks', pack: { required: 'rack' } });
  expect(judgeGroveAdmission(now, FACTS, old).problems).toEqual([]);
});

test('a panic of the webhook is answered with what to write', () => {
  expect(judgeGroveAdmission(withValue(SET, ['spec'], undefined), FACTS).problems).toEqual([{
    rule: 'GRV-23',
    path: ['spec'],
    message: 'a PodCliqueSet needs at least one clique; Grove answers only "500 panic: index out of range"',
    fix: 'write spec.template.cliques with at least one clique: name, and spec with roleName, replicas and podSpec',
  }]);
});
