import { RowPair } from './row-pair';
import { Manifest } from '../../lib/manifests/manifest';

const pod = (value: string): Manifest => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'serve' }, spec: { containers: [{ name: 'main', image: 'registry/engine:1', env: [{ name: 'HF_TOKEN', value }] }] },
});
const settings = (name: string, a: string): Manifest => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'serve' }, immutable: true, data: { a } } as Manifest);

/** Pairs of the rules that are about every object; each has a test of its own beside. */
export const PAIRS: readonly RowPair[] = [
  { rule: 'ADM-04', good: [settings('one', '1'), settings('two', '2')], change: [1, 'metadata', 'name'], to: 'one' },
  { rule: 'SEC-01', good: [pod('$(FROM_SECRET)')], change: [0, 'spec', 'containers', 0, 'env', 0, 'value'], to: 'x1y2z3' },
  { rule: 'SCHEMA-IMMUTABLE', good: [settings('one', '1')], change: [0, 'data', 'a'], to: '2', previous: [settings('one', '1')] },
];
