import { admit } from '../../../lib/admission/admit';
import type { RuleFacts } from '../../../lib/admission/rule-context';
import { KubernetesVersion } from '../../../lib/facts/kubernetes-version';
import { ManifestSet } from '../../../lib/manifests/manifest-set';
import { COMPUTE_DOMAIN_RULES } from '../../../lib/rules/infrastructure/compute-domain-rules';
import { DOMAIN_ENVIRONMENT_RULES } from '../../../lib/rules/infrastructure/domain-environment-rules';
import { DOMAIN_POD_RULES } from '../../../lib/rules/infrastructure/domain-pod-rules';
import { DRIVER_INSTALL_RULES } from '../../../lib/rules/infrastructure/driver-install-rules';
import { DRIVER_KUBERNETES_RULES } from '../../../lib/rules/infrastructure/driver-kubernetes-rules';
import { KAI_CLAIM_RULES } from '../../../lib/rules/infrastructure/kai-claim-rules';
import { NO_KUBERNETES, NO_POOLS } from '../../../lib/rules/reasons';
import { rulesOf } from '../../../lib/rules/rule-row';
import { withValue } from '../../support/one-path';
import { testEveryRuleHasOne, testRowPair } from '../row-pair';
import { BARE, cluster, DOMAIN, HGX, LEADER, PAIRS, rack } from './compute-domains.pairs';

const RULES = rulesOf('infrastructure', [...COMPUTE_DOMAIN_RULES, ...DOMAIN_POD_RULES, ...DOMAIN_ENVIRONMENT_RULES, ...DRIVER_KUBERNETES_RULES, ...DRIVER_INSTALL_RULES, ...KAI_CLAIM_RULES]);

describe('a pair per rule', () => {
  for (const pair of PAIRS) testRowPair(pair, RULES);
  testEveryRuleHasOne(PAIRS, RULES);
});

describe('what is not evaluated', () => {
  const judged = (facts: RuleFacts, gpus = 4) => {
    const ranks = withValue(BARE, [...LEADER, 'containers', 0], { name: 'main', image: 'registry/engine:1', resources: { limits: { 'nvidia.com/gpu': gpus } } });
    const { findings, notEvaluated } = admit(ManifestSet.of([ranks]), { rules: RULES, facts });
    return { findings: findings.map(({ rule }) => rule), notEvaluated: notEvaluated.map(({ rule, reason }) => `${rule}: ${reason}`) };
  };

  test('ranks on nodes that nobody declared', () => {
    expect(judged({})).toEqual({ findings: [], notEvaluated: [`CD-07: ${NO_POOLS}`] });
  });

  test('but nothing is left open once the nodes are declared, whichever they are', () => {
    expect(judged(cluster(rack('a')))).toEqual({ findings: ['CD-07'], notEvaluated: [] });
    expect(judged(cluster(rack('a'), HGX))).toEqual({ findings: [], notEvaluated: [] });
    expect(judged(cluster(rack('a')), 8)).toEqual({ findings: [], notEvaluated: [] });
  });

  test('a domain on a Kubernetes of which nothing is said, and nothing on one that has claims', () => {
    const on = (facts: RuleFacts) => {
      const { findings, notEvaluated } = admit(ManifestSet.of([DOMAIN]), { rules: RULES.filter(({ id }) => id === 'CD-25'), facts });
      return [findings.length, ...notEvaluated.map(({ reason }) => reason)];
    };
    expect(on({})).toEqual([0, NO_KUBERNETES]);
    expect(on({ kubernetes: KubernetesVersion.V1_34 })).toEqual([0]);
  });
});
