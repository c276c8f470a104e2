import { graphServiceRules } from '../../../lib/rules/serving/graph-service-rules';
import { testEveryRuleHasOne, testRowPair } from '../row-pair';
import { PAIRS } from './graph-service.pairs';

const RULES = graphServiceRules();

for (const pair of PAIRS) testRowPair(pair, RULES);
testEveryRuleHasOne(PAIRS, RULES);
