/** A node as ../shared/truth/placement writes it. */
export interface NodeOfScenario {
  readonly name: string;
  readonly cpu: number;
  readonly memory: string;
  readonly gpus?: number;
  readonly labels: { readonly [key: string]: string };
  readonly taints?: ReadonlyArray<{ readonly key: string; readonly value?: string; readonly effect: string }>;
}

/** The Node, as `kubectl get nodes -o json` prints it, of what a scenario says. */
export function nodeObject({ name, cpu, memory, gpus, labels, taints }: NodeOfScenario): unknown {
  const resources = { cpu: String(cpu), memory, pods: '110', ...gpus === undefined ? {} : { 'nvidia.com/gpu': String(gpus) } };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: taints ? { taints } : {},
    status: { allocatable: resources, capacity: resources, nodeInfo: { kubeletVersion: 'v1.34.2' } },
  };
}
