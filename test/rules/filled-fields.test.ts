import { PAIRS, facts, set } from './filled-fields.pairs';
import { testEveryRuleHasOne, testRowPair } from './row-pair';
import { admit } from '../../lib/admission/admit';
import { builtInChecks } from '../../lib/admission/checks';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { groveAdmissionRules } from '../../lib/rules/deployment/grove-admission';
import { filledFieldRules } from '../../lib/rules/filled-fields';
import { withValue } from '../support/one-path';

const RULES = filledFieldRules();

describe('fields that webhooks fill', () => {
  for (const pair of PAIRS) testRowPair(pair, RULES);
  testEveryRuleHasOne(PAIRS, RULES);

  test('what the webhook itself refuses is said once', () => {
    const nameless = withValue(set, ['spec', 'template', 'cliques', 0, 'name'], undefined);
    const { findings } = admit(ManifestSet.of([nameless]), { ...builtInChecks(), rules: [...RULES, ...groveAdmissionRules()], facts });
    expect(findings.filter(({ path }) => path === 'spec.template.cliques[0].name').map(({ rule }) => rule)).toEqual(['GRV-101']);
  });
});
