import { COMPUTE_DOMAIN_RULES } from '../../../lib/rules/infrastructure/compute-domain-rules';
import { DOMAIN_ENVIRONMENT_RULES } from '../../../lib/rules/infrastructure/domain-environment-rules';
import { DOMAIN_POD_RULES } from '../../../lib/rules/infrastructure/domain-pod-rules';
import { KAI_CLAIM_RULES } from '../../../lib/rules/infrastructure/kai-claim-rules';
import { rulesOf } from '../../../lib/rules/rule-row';
import { testEveryRuleHasOne, testRowPair } from '../row-pair';
import { PAIRS } from './compute-domains.pairs';

const RULES = rulesOf('infrastructure', [...COMPUTE_DOMAIN_RULES, ...DOMAIN_POD_RULES, ...DOMAIN_ENVIRONMENT_RULES, ...KAI_CLAIM_RULES]);

describe('a pair per rule', () => {
  for (const pair of PAIRS) testRowPair(pair, RULES);
  testEveryRuleHasOne(PAIRS, RULES);
});
