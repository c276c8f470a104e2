import { Manifest } from '../../../lib/manifests/manifest';
import { withValue } from '../../support/one-path';
import { RowPair } from '../row-pair';

/** A graph whose one component has a Service `<graph>-<component>`. */
const GRAPH: Manifest = {
  apiVersion: 'nvidia.com/v1beta1',
  kind: 'DynamoGraphDeployment',
  metadata: { name: 'c'.repeat(30), namespace: 'chat' },
  spec: { components: [{ name: 'w'.repeat(32), type: 'worker', replicas: 1, podTemplate: { spec: { containers: [{ name: 'main', image: 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.4.0' }] } } }] },
};
const NAME = ['spec', 'components', 0, 'name'] as const;
const offGrove = (value: string): Manifest => withValue(withValue(GRAPH, [...NAME], 'w'.repeat(24)), ['metadata', 'annotations'], { 'nvidia.com/enable-grove': value });
const BY_ETCD = withValue(withValue(GRAPH, [...NAME], 'w'.repeat(33)), ['metadata', 'annotations'], { 'nvidia.com/dynamo-discovery-backend': 'etcd' });

export const PAIRS: RowPair[] = [
  { rule: 'DGD-14', good: [GRAPH], change: [0, ...NAME], to: 'w'.repeat(33) },
  { rule: 'DGD-14', good: [GRAPH], change: [0, 'metadata', 'name'], to: `1${'c'.repeat(29)}` },
  { rule: 'DGD-14', good: [offGrove('true')], change: [0, 'metadata', 'annotations', 'nvidia.com/enable-grove'], to: 'false', found: [0, ...NAME] },
  { rule: 'DGD-14', good: [BY_ETCD], change: [0, 'metadata', 'annotations', 'nvidia.com/dynamo-discovery-backend'], to: 'kubernetes', found: [0, ...NAME] },
];
