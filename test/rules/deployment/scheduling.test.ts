import { schedulingRules } from '../../../lib/rules/deployment/scheduling';
import { testEveryRuleHasOne, testRowPair } from '../row-pair';
import { PAIRS } from './scheduling.pairs';

const RULES = schedulingRules();

describe('a pair per rule', () => {
  for (const pair of PAIRS) testRowPair(pair, RULES);
  testEveryRuleHasOne(PAIRS, RULES);
});
