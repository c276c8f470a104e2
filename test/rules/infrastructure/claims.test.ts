import { CLAIM_REQUEST_RULES } from '../../../lib/rules/infrastructure/claim-request-rules';
import { DEVICE_MODE_RULES } from '../../../lib/rules/infrastructure/device-mode-rules';
import { DRIVER_CONFIG_RULES } from '../../../lib/rules/infrastructure/driver-config-rules';
import { POD_CLAIM_RULES } from '../../../lib/rules/infrastructure/pod-claim-rules';
import { RESOURCE_API_RULES } from '../../../lib/rules/infrastructure/resource-api-rules';
import { SELECTOR_RULES } from '../../../lib/rules/infrastructure/selector-rules';
import { rulesOf } from '../../../lib/rules/rule-row';
import { testEveryRuleHasOne, testRowPair } from '../row-pair';
import { PAIRS } from './claims.pairs';

const RULES = rulesOf('infrastructure', [
  ...POD_CLAIM_RULES, ...DEVICE_MODE_RULES, ...CLAIM_REQUEST_RULES, ...RESOURCE_API_RULES, ...SELECTOR_RULES, ...DRIVER_CONFIG_RULES,
]);

describe('a pair per rule', () => {
  for (const pair of PAIRS) testRowPair(pair, RULES);
  testEveryRuleHasOne(PAIRS, RULES);
});
