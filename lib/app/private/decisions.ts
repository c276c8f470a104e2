import type { IConstruct } from 'constructs';
import type { Rule } from '../../admission/rule';
import type { KubernetesVersion } from '../../facts/kubernetes-version';
import type { Release } from '../../facts/release';

/** What is known of clusters that no `Cluster` describes. */
export interface DefaultFacts {
  readonly release?: Release;
  readonly kubernetes?: KubernetesVersion;
}

const RULES = Symbol.for('cdk8s-inference.rules');
const FACTS = Symbol.for('cdk8s-inference.facts');

/** What this module keeps on constructs; by symbol, since two copies of the library may be loaded. */
interface Marked {
  [RULES]?: readonly Rule[];
  [FACTS]?: DefaultFacts;
}

/** The rules that were registered on a construct. */
export function rulesOn(construct: IConstruct): readonly Rule[] {
  return (construct as Marked)[RULES] ?? [];
}

/** Registers a rule on a construct. */
export function addRule(construct: IConstruct, rule: Rule): void {
  Object.defineProperty(construct, RULES, { value: [...rulesOn(construct), rule], configurable: true });
}

/** Says that an app judges what it renders by itself, and with which facts where no `Cluster` says them. */
export function judgesItself(app: IConstruct, facts: DefaultFacts): void {
  Object.defineProperty(app, FACTS, { value: facts, configurable: true });
}

/** The facts of an app that judges by itself; undefined for any other. */
export function ownFacts(app: IConstruct): DefaultFacts | undefined {
  return (app as Marked)[FACTS];
}
