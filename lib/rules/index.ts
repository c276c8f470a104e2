import type { Rule } from '../admission/rule';
import { versionRules } from './cluster/version-rules';
import { DuplicateObjectRule } from './delivery/adm-04';
import { groveAdmissionRules } from './deployment/grove-admission';
import { kaiAdmissionRules } from './deployment/kai-admission';
import { schedulingRules } from './deployment/scheduling';
import { filledFieldRules } from './filled-fields';
import { infrastructureRules } from './infrastructure';
import { ImmutableFieldRule } from './kubernetes/immutable-field-rule';
import { LiteralCredentialRule } from './security/sec-01';
import { dynamoAdmissionRules } from './serving/dynamo-admission';

/** The catalogue: every rule of the library, a line for each folder. */
export function builtInRules(): Rule[] {
  return [
    new DuplicateObjectRule(),
    new LiteralCredentialRule(),
    new ImmutableFieldRule(),
    ...kaiAdmissionRules(),
    ...groveAdmissionRules(),
    ...dynamoAdmissionRules(),
    ...infrastructureRules(),
    ...schedulingRules(),
    ...versionRules(),
    ...filledFieldRules(),
  ];
}
