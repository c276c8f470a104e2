import type { NodeTaint } from '../../facts/cluster-facts';
import { list, record, strings, text } from '../../manifests/manifest-object';

/** What of a pod decides on which nodes it may be, whatever is free there. */
export interface NodeRules {
  readonly nodeName?: string;
  readonly nodeSelector: { readonly [key: string]: string };
  /** Alternatives of the required node affinity; undefined where there is none. */
  readonly affinity?: readonly unknown[];
  readonly tolerations: readonly unknown[];
}

/** A node as these rules see it. */
export interface RuledNode {
  readonly name: string;
  readonly labels: { readonly [key: string]: string };
  readonly taints: readonly NodeTaint[];
}

/** The rules of a pod. */
export function nodeRulesOf(spec: { readonly [key: string]: unknown }): NodeRules {
  const required = record(record(record(spec.affinity)?.nodeAffinity)?.requiredDuringSchedulingIgnoredDuringExecution);
  return {
    nodeName: text(spec.nodeName),
    nodeSelector: strings(spec.nodeSelector),
    affinity: required && list(required.nodeSelectorTerms),
    tolerations: list(spec.tolerations),
  };
}

/** Why a pod may not be on a node, in words that are the same for alike nodes. */
export interface Refusal {
  /** What the pods ask for, or what the nodes have. */
  readonly why: string;
  /** What the node has instead, where that says more. */
  readonly instead?: string;
}

/** Why a pod may not be on a node; undefined where it may. */
export function refusal(rules: NodeRules, node: RuledNode): Refusal | undefined {
  if (rules.nodeName !== undefined && rules.nodeName !== node.name) return { why: `the pods name the node ${rules.nodeName}` };
  for (const [key, value] of Object.entries(rules.nodeSelector)) {
    if (node.labels[key] !== value) return { why: `the pods select ${key}=${value}`, instead: labelText(node.labels[key]) };
  }
  if (rules.affinity && !rules.affinity.some((term) => matchesTerm(record(term), node))) {
    return { why: `the pods' node affinity asks for ${rules.affinity.map((term) => termText(record(term))).join(' or ') || 'nothing that a node has'}` };
  }
  const keepsOff = (taint: NodeTaint) => taint.effect !== 'PreferNoSchedule' && !rules.tolerations.some((each) => tolerates(record(each), taint));
  const taint = node.taints.find(keepsOff);
  const value = taint?.value === undefined ? '' : `=${taint.value}`;
  return taint && { why: `the nodes have the taint ${taint.key}${value}:${taint.effect}, which the pods do not tolerate` };
}

function labelText(value: string | undefined): string {
  return value === undefined ? 'no such label' : `'${value}'`;
}

/** An empty term matches no node. Source: k8s.io/api core/v1 NodeSelectorTerm. */
function matchesTerm(term: { readonly [key: string]: unknown } | undefined, node: RuledNode): boolean {
  const expressions = list(term?.matchExpressions);
  const fields = list(term?.matchFields);
  if (expressions.length + fields.length === 0) return false;
  return expressions.every((each) => matchesExpression(record(each), (key) => node.labels[key]))
    && fields.every((each) => matchesExpression(record(each), (key) => (key === 'metadata.name' ? node.name : undefined)));
}

/** Whether labels meet an expression of a node or label selector. */
export function matchesExpression(
  expression: { readonly [key: string]: unknown } | undefined, valueOf: (key: string) => string | undefined,
): boolean {
  const value = valueOf(text(expression?.key) ?? '');
  const values = list(expression?.values).map(String);
  switch (expression?.operator) {
    case 'In': return value !== undefined && values.includes(value);
    case 'NotIn': return value === undefined || !values.includes(value);
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    case 'Gt': return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt': return value !== undefined && Number(value) < Number(values[0]);
    default: return false;
  }
}

function termText(term: { readonly [key: string]: unknown } | undefined): string {
  return [...list(term?.matchExpressions), ...list(term?.matchFields)].map(record)
    .map((each) => [text(each?.key), text(each?.operator), list(each?.values).map(String).join(',')].filter((part) => part).join(' ')).join(' and ');
}

/** Source: k8s.io/api core/v1 Toleration.ToleratesTaint. */
function tolerates(toleration: { readonly [key: string]: unknown } | undefined, taint: NodeTaint): boolean {
  if (!toleration) return false;
  const [key, effect, operator] = [text(toleration.key), text(toleration.effect), text(toleration.operator) ?? 'Equal'];
  if (effect !== undefined && effect !== taint.effect) return false;
  if (key !== undefined && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return operator === 'Equal' && key !== undefined && (text(toleration.value) ?? '') === (taint.value ?? '');
}
