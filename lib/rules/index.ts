import type { Rule } from '../admission/rule';
import { DuplicateObjectRule } from './delivery/adm-04';
import { groveAdmissionRules } from './deployment/grove-admission';
import { kaiAdmissionRules } from './deployment/kai-admission';
import { infrastructureRules } from './infrastructure';
import { LiteralCredentialRule } from './security/sec-01';
import { dynamoAdmissionRules } from './serving/dynamo-admission';

/** The catalogue: every rule of the library, a line for each folder. */
export function builtInRules(): Rule[] {
  return [
    new DuplicateObjectRule(),
    new LiteralCredentialRule(),
    ...kaiAdmissionRules(),
    ...groveAdmissionRules(),
    ...dynamoAdmissionRules(),
    ...infrastructureRules(),
  ];
}
