import * as fs from 'fs';
import * as path from 'path';
import { CelRule } from './schemas/schema';

/** What makes a rule the same one in other kinds, versions and releases: what it demands, says and points at. */
export type CelIdentity = Pick<CelRule, 'rule' | 'message' | 'messageExpression' | 'fieldPath'>;

/** The rules of each component; the number of a rule is its place, from 1. Rules are only appended, by `tools/cel-ids.ts`. */
export type CelIds = { readonly [component: string]: readonly CelIdentity[] };

let numbers: Map<string, number> | undefined;

/**
 * The id of a CEL rule, `CEL-dynamo-3`: number 3 among the rules of the component, the same in all kinds and releases that have the rule.
 * A rule that the committed list does not have is `CEL-<component>`.
 */
export function celId(component: string, rule: CelIdentity): string {
  numbers ??= new Map(Object.entries(celIds()).flatMap(([name, rules]) => rules.map((known, i): [string, number] => [key(name, known), i + 1])));
  const number = numbers.get(key(component, rule));
  return number === undefined ? `CEL-${component}` : `CEL-${component}-${number}`;
}

/** The committed list. */
export function celIds(): CelIds {
  return JSON.parse(fs.readFileSync(path.join(__dirname, 'cel-ids.json'), 'utf8')) as CelIds;
}

/** What of a rule goes into the list. */
export function celIdentity({ rule, message, messageExpression, fieldPath }: CelIdentity): CelIdentity {
  return {
    rule,
    ...message !== undefined && { message },
    ...messageExpression !== undefined && { messageExpression },
    ...fieldPath !== undefined && { fieldPath },
  };
}

function key(component: string, rule: CelIdentity): string {
  return JSON.stringify([component, rule.rule, rule.message, rule.messageExpression, rule.fieldPath]);
}
