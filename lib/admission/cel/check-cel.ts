import { isJsonObject } from '../../core/merge';
import { celId } from '../../facts/cel-ids';
import { CelRule, ComponentSchema, KindSchema, Schema } from '../../facts/schemas/schema';
import { JsonPath, Manifest, pathText } from '../../manifests/manifest';
import { Problem } from '../problem';
import { bind, withTypeAndMetadata } from './bind';
import { Budget } from './budget';
import { deviceSelectorProblems } from './device-selectors';
import { CelFailure, OverBudget, UnlikeSchema } from './failure';
import { fieldSteps } from './field-path';
import { leadsToRules } from './leads-to-rules';
import { resolved } from './resolved';
import { CompiledRule, compiledRule } from './rule';
import { RuleNode } from './rule-node';
import { isSame, sameElement } from './same';
import { Optional, Value } from './value';

type Shapes = ComponentSchema['shapes'];

/**
 * What the `x-kubernetes-validations` of a kind (of claims and device classes: their selectors) refuse, as the API server evaluates them after defaults and structural validation: where a
 * value is not what its schema says, rules are left out, because the structural check refuses it first. The server evaluates no rule of an object
 * in which the structural check found a wrong type, a missing field, a value outside of an enum, or too long a value: callers do the same.
 *
 * @param component whose rules they are; part of the ids
 * @param manifest with defaults applied
 * @param previous the object as it was, with defaults applied: only then rules that compare with `oldSelf` apply, and what did not change is let be
 */
export function checkCel(component: string, manifest: Manifest, kind: KindSchema, shapes: Shapes, previous?: Manifest): Problem[] {
  if (kind.group === 'resource.k8s.io') return deviceSelectorProblems(manifest);
  if (!kind.schema || !leadsToRules(kind.schema, shapes)) return [];
  const check = new Check(component, shapes);
  try {
    check.node(RuleNode.of(withTypeAndMetadata(resolved(kind.schema, shapes), shapes), shapes), manifest, previous);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    check.tooDeep();
  }
  return check.problems;
}

class Check {
  readonly problems: Problem[] = [];
  private readonly budget = new Budget();
  /** Of the value that is looked at: one list that grows and shrinks on the way, since most values break no rule. */
  private readonly path: (string | number)[] = [];
  private isSpent = false;

  constructor(private readonly component: string, private readonly shapes: Shapes) {}

  /** @param old the value as it was; undefined where there was none, or none that corresponds */
  node(node: RuleNode, value: unknown, old: unknown): void {
    if (value === null || value === undefined || this.isSpent) return;
    const { schema } = node;
    if (schema.cel) this.rules(schema, schema.cel, value, old ?? undefined);
    if (Array.isArray(value)) {
      const { items } = node;
      if (!items) return;
      const keys = schema.listType === 'map' ? schema.listMapKeys : undefined;
      for (let i = 0; i < value.length; i++) this.below(i, items, value[i], keys && sameElement(value[i], old, keys));
    } else if (isJsonObject(value)) {
      const before = isJsonObject(old) ? old : undefined;
      for (const key of Object.keys(value)) {
        const child = node.property(key);
        if (child) this.below(key, child, value[key], before && Object.hasOwn(before, key) ? before[key] : undefined);
      }
    }
  }

  private below(step: string | number, node: RuleNode, value: unknown, old: unknown): void {
    this.path.push(step);
    this.node(node, value, old);
    this.path.pop();
  }

  tooDeep(): void {
    this.problems.push({ rule: `CEL-${this.component}`, path: [], message: 'nested too deeply to evaluate the rules', fix: 'nest less' });
  }

  private rules(schema: Schema, rules: readonly CelRule[], value: unknown, old: unknown): void {
    const isUnchanged = old !== undefined && isSame(value, old);
    let self: Value;
    let oldSelf: Value | undefined;
    try {
      self = bind(value, schema, this.shapes);
      oldSelf = old === undefined ? undefined : bind(old, schema, this.shapes);
    } catch (error) {
      if (error instanceof UnlikeSchema) return;
      throw error;
    }
    for (const rule of rules) {
      const compiled = compiledRule(rule.rule);
      // What did not change is not refused (ratcheting), and without what was there is nothing to compare.
      if (compiled.isTransition ? oldSelf === undefined && !rule.optionalOldSelf : isUnchanged) continue;
      const slots = [self, rule.optionalOldSelf ? Optional.of(oldSelf) : oldSelf ?? null];
      const refusal = this.refusal(rule, compiled, slots);
      if (refusal !== undefined) this.report(rule, compiled, refusal);
      if (this.isSpent) return;
    }
  }

  /** Why a rule refuses; undefined when it does not. */
  private refusal(rule: CelRule, compiled: CompiledRule, slots: Value[]): string | undefined {
    const said = rule.message ?? `failed rule: ${rule.rule}`;
    if (!compiled.run) return `the rule is no CEL (${compiled.problem}): ${rule.rule}`;
    this.budget.begin();
    try {
      if (compiled.run({ slots: [...slots], budget: this.budget }) === true) return undefined;
      return this.expressed(rule, slots) ?? said;
    } catch (error) {
      if (error instanceof UnlikeSchema) return undefined;
      if (error instanceof OverBudget) {
        this.isSpent = true;
        return `${error.message}: ${said}`;
      }
      if (error instanceof CelFailure) return failed(error, said);
      throw error;
    }
  }

  /** The text of `messageExpression`, where it gives one line of text. */
  private expressed(rule: CelRule, slots: Value[]): string | undefined {
    const run = rule.messageExpression === undefined ? undefined : compiledRule(rule.messageExpression).run;
    if (!run) return undefined;
    try {
      const text = run({ slots: [...slots], budget: this.budget });
      return typeof text === 'string' && text.trim() !== '' && !text.includes('\n') && text.length <= 5 * 1024 ? text.trim() : undefined;
    } catch (error) {
      if (error instanceof CelFailure || error instanceof OverBudget || error instanceof UnlikeSchema) return undefined;
      throw error;
    }
  }

  private report(rule: CelRule, compiled: CompiledRule, message: string): void {
    const path = [...this.path, ...fieldSteps(rule.fieldPath)];
    this.problems.push({ rule: celId(this.component, rule), path, message: message.replace(/\.\s*$/, ''), fix: fixOf(rule, compiled, path) });
  }
}

/** In the words of the API server. */
function failed({ message }: CelFailure, said: string): string {
  return message.startsWith('no such overload')
    ? `'${message}': call arguments did not match a supported operator, function or macro signature for rule: ${said}`
    : `${message} evaluating rule: ${said}`;
}

/** Longest rule that a reader can take in at once. */
const READABLE = 160;

function fixOf(rule: CelRule, compiled: CompiledRule, path: JsonPath): string {
  const where = path.length ? pathText(path) : 'the object';
  if (compiled.isTransition && rule.optionalOldSelf) return `leave it out when the object is created (${where})`;
  if (compiled.isTransition) return `keep ${where} as it was, or delete the object and create it anew`;
  if (rule.reason === 'FieldValueRequired') return `set ${where}`;
  if (rule.rule.length <= READABLE && !/\bself\.(all|exists|filter|map)\(/.test(rule.rule)) return `change ${where} so that ${rule.rule} holds`;
  return `change ${where} as the message says`;
}
