import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { dnsLabel, MAX_DNS_LABEL } from '../../core/names';

/**
 * `metadata.name` of what a construct makes: the ids below its Chart, joined, without a hash unless they are too long.
 *
 * Operators build names from names, and one function must give the same names on two clusters.
 */
export function objectName(construct: Construct, maxLength: number = MAX_DNS_LABEL): string {
  const below = construct.node.scopes.slice(construct.node.scopes.indexOf(Chart.of(construct)) + 1);
  return dnsLabel(below.map((scope) => scope.node.id), maxLength);
}

/** The name of something beside a construct's main object: the same with a suffix that always fits. */
export function suffixedName(construct: Construct, suffix: string): string {
  return `${objectName(construct, MAX_DNS_LABEL - suffix.length)}${suffix}`;
}
