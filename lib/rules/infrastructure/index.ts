import type { Rule } from '../../admission/rule';
import { about, rulesOf } from '../rule-row';
import { CHARTS, CLAIMS, COMPUTE_DOMAINS, DEVICE_CLASSES, either, PODS } from '../subjects';
import { CLAIM_REQUEST_RULES } from './claim-request-rules';
import { COMPUTE_DOMAIN_RULES } from './compute-domain-rules';
import { DEVICE_MODE_RULES } from './device-mode-rules';
import { DOMAIN_ENVIRONMENT_RULES } from './domain-environment-rules';
import { DOMAIN_POD_RULES } from './domain-pod-rules';
import { DRIVER_CONFIG_RULES } from './driver-config-rules';
import { DRIVER_INSTALL_RULES } from './driver-install-rules';
import { DRIVER_KUBERNETES_RULES } from './driver-kubernetes-rules';
import { KAI_CLAIM_RULES } from './kai-claim-rules';
import { POD_CLAIM_RULES } from './pod-claim-rules';
import { RESOURCE_API_RULES } from './resource-api-rules';
import { SELECTOR_RULES } from './selector-rules';

/** Rules about claims, device classes, the DRA driver and ComputeDomains. */
export function infrastructureRules(): Rule[] {
  return rulesOf('infrastructure', [
    ...about(PODS, [...POD_CLAIM_RULES, ...DEVICE_MODE_RULES, ...DOMAIN_ENVIRONMENT_RULES, ...KAI_CLAIM_RULES]),
    ...about(CLAIMS, CLAIM_REQUEST_RULES),
    ...about(either(CLAIMS, DEVICE_CLASSES), [...RESOURCE_API_RULES, ...SELECTOR_RULES, ...DRIVER_CONFIG_RULES]),
    ...about(CHARTS, DRIVER_INSTALL_RULES),
    ...DRIVER_KUBERNETES_RULES,
    ...about(COMPUTE_DOMAINS, [...COMPUTE_DOMAIN_RULES, ...DOMAIN_POD_RULES]),
  ].sort((a, b) => (a.id < b.id ? -1 : 1)));
}
