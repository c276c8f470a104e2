import type { Rule } from '../admission/rule';
import { LiteralCredentialRule } from './security/sec-01';

/** The catalogue: every rule of the library, a line for each folder. */
export function builtInRules(): Rule[] {
  return [
    new LiteralCredentialRule(),
  ];
}
