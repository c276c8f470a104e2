import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { dnsLabel } from '../../core/names';

/**
 * `metadata.name` of what a construct makes: the ids below its Chart, joined, without a hash unless they are too long.
 *
 * Operators build names from names, and one function must give the same names on two clusters.
 */
export function objectName(construct: Construct, maxLength: number = 63): string {
  const below = construct.node.scopes.slice(construct.node.scopes.indexOf(Chart.of(construct)) + 1);
  return dnsLabel(below.map((scope) => scope.node.id).filter((id) => id !== 'Default' && id !== 'Resource'), maxLength);
}
