import { admit } from '../../../lib/admission/admit';
import { ManifestSet } from '../../../lib/manifests/manifest-set';
import { schedulingRules } from '../../../lib/rules/deployment/scheduling';
import { testEveryRuleHasOne, testRowPair } from '../row-pair';
import { PAIRS } from './scheduling.pairs';

const RULES = schedulingRules();

describe('a pair per rule', () => {
  for (const pair of PAIRS) testRowPair(pair, RULES);
  testEveryRuleHasOne(PAIRS, RULES);
});

test('KAI-109: without any PriorityClass in the set nobody knows which there are', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'rank' }, spec: { schedulerName: 'kai-scheduler', priorityClassName: 'nightly', containers: [{ name: 'main', image: 'registry/engine:1' }] } };
  const { findings, notEvaluated } = admit(ManifestSet.of([pod]), { rules: RULES.filter(({ id }) => id === 'KAI-109') });
  expect([findings.length, ...notEvaluated.map(({ reason }) => reason)]).toEqual([0, "PriorityClass 'nightly' is not among the manifests: give its manifest too"]);
});
