import { enumMembers } from './enum-members';
import { Derivation, Schema } from '../../lib/facts/schemas/schema';

/** Longer patterns say nothing to a reader. */
const LONGEST_PATTERN = 80;

/** The type facts of a schema, a sentence each: bounds, format, pattern, immutability. Never upstream prose. */
export function factsOf(node: Schema, items: Schema | undefined): string[] {
  return [...sizes(node), ...text(node), ...(items ? sizes(items, 'Items: ').concat(text(items, 'Items: ')) : []), ...mutability(node)];
}

/** `Since Dynamo 1.5 (derived, confidence medium).` */
export function derivationFacts(title: string, derived: readonly Derivation[] | undefined): string[] {
  return (derived ?? []).map(({ release, change, confidence }) => (
    `${change === 'added' ? 'Since' : 'Changed in'} ${title} ${release} (derived, confidence ${confidence}).`));
}

/** The default as a reader would write it. */
export function defaultOf(node: Schema): string | undefined {
  if (node.default === undefined) return undefined;
  return inComment(typeof node.default === 'string' && node.default !== '' ? node.default : JSON.stringify(node.default));
}

/** Text that cannot end the comment. */
export function inComment(value: string): string {
  return value.replace(/\*\//g, '*\\/').replace(/\s+/g, ' ');
}

function sizes(node: Schema, prefix = ''): string[] {
  const parts = [
    range(node.exclusiveMinimum ? 'more than' : 'at least', node.minimum, node.exclusiveMaximum ? 'less than' : 'at most', node.maximum, ''),
    range('at least', node.minLength, 'at most', node.maxLength, 'characters'),
    range('at least', node.minItems, 'at most', node.maxItems, 'items'),
    range('at least', node.minProperties, 'at most', node.maxProperties, 'keys'),
    node.multipleOf === undefined ? '' : `a multiple of ${node.multipleOf}`,
    node.uniqueItems || node.listType === 'set' ? 'unique items' : '',
    node.listType === 'map' ? `unique by ${(node.listMapKeys ?? []).join(', ')}` : '',
    node.type === 'integer' ? 'integer' : '',
  ].filter((part) => part);
  // That a number is an integer is worth a line only beside a bound.
  if (parts.length === 1 && parts[0] === 'integer' && !prefix) return ['Integer.'];
  return parts.length ? [sentence(prefix, parts.join(', '))] : [];
}

function range(atLeast: string, low: number | undefined, atMost: string, high: number | undefined, unit: string): string {
  const least = low === undefined ? '' : `${atLeast} ${low}`;
  const most = high === undefined || Math.abs(high) > Number.MAX_SAFE_INTEGER ? '' : `${atMost} ${high}`;
  const both = [least, most].filter((part) => part).join(' and ');
  const one = (high ?? low) === 1;
  return both && unit ? `${both} ${one ? unit.replace(/s$/, '') : unit}` : both;
}

function text(node: Schema, prefix = ''): string[] {
  const facts: string[] = [];
  const format = node.format && !['int32', 'int64', 'double', 'quantity'].includes(node.format) ? node.format : undefined;
  if (format) facts.push(sentence(prefix, `format ${format}`));
  if (node.pattern !== undefined && !node.intOrString) {
    facts.push(node.pattern.length <= LONGEST_PATTERN ? sentence(prefix, `pattern \`${inComment(node.pattern)}\``) : sentence(prefix, 'has a pattern'));
  }
  // A list that is an enum type says it by its members.
  if (node.enum && !enumMembers(node.enum)) facts.push(sentence(prefix, `one of ${node.enum.map((value) => (value === '' ? '""' : inComment(String(value)))).join(', ')}`));
  return facts;
}

function mutability(node: Schema): string[] {
  const isSame = (rule: string) => /^\(*self\)* *== *\(*oldSelf\)*$/.test(rule.trim());
  if (node.cel?.some(({ rule, optionalOldSelf }) => isSame(rule) && !optionalOldSelf)) return ['Immutable.'];
  return node.immutableByWebhook ? ['Immutable (by the admission webhook).'] : [];
}

function sentence(prefix: string, words: string): string {
  return prefix ? `${prefix}${words}.` : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
