import { Quantity } from '../../core/quantity';

/** Whole GPUs of a node, whoever hands them out: device plugin or claims. No resource of Kubernetes. */
export const GPUS = 'GPUs';

/** Those GPUs of a node that claims get: all of them, or none. No resource of Kubernetes. */
export const CLAIMED_GPUS = 'GPUs by claim';

/** Room for pods that have to be alone on their node in some respect. No resource of Kubernetes. */
export const ONE_PER_NODE = 'one per node: ';

/** The channel of a ComputeDomain: nvlink.ts, CHANNEL_CLAIMS_PER_NODE. */
export const CHANNEL = `${ONE_PER_NODE}channel of a ComputeDomain`;

/** Resources that a node has although its facts do not say how much. */
export const UNBOUNDED_UNLESS_KNOWN: readonly string[] = ['cpu', 'memory', 'ephemeral-storage', 'pods'];

/** Sevenths of a GPU add up to whole ones within this. */
export const EPSILON = 1e-6;

/** Amounts by resource: millicores of CPU, units (bytes, devices, pods) of everything else. */
export interface Amounts {
  readonly [resource: string]: number;
}

/** An amount in the unit of `Amounts`; undefined where the text is no quantity. */
export function amountOf(resource: string, quantity: unknown): number | undefined {
  const parsed = Quantity.tryParse(quantity);
  return parsed && (resource === 'cpu' ? parsed.toMillicores() : Number(parsed.toBytes()));
}

/** An amount as people write it: `70 CPUs`, `500Gi of memory`, `4 GPUs`. */
export function amountText(resource: string, amount: number): string {
  if (resource === 'cpu') return `${amount / 1000} CPU${amount === 1000 ? '' : 's'}`;
  if (resource === 'memory' || resource === 'ephemeral-storage') return `${Quantity.ofBytes(BigInt(Math.round(amount)))} of ${resource}`;
  if (resource === GPUS) return gpuText(amount);
  if (resource === CLAIMED_GPUS) return `${gpuText(amount)} by claim`;
  return `${amount} ${resource}`;
}

/** `1 GPU`, `4 GPUs`, `0.43 GPUs`. */
export function gpuText(gpus: number): string {
  const rounded = roundedGpus(gpus);
  return `${rounded} GPU${rounded === 1 ? '' : 's'}`;
}

/** Shares of GPUs add up to figures that people read. */
export function roundedGpus(gpus: number): number {
  return Math.round(gpus * 100) / 100;
}

/** The sum of amounts. */
export function sumOf(amounts: readonly Amounts[]): Amounts {
  const sum: { [resource: string]: number } = {};
  for (const each of amounts) for (const [resource, amount] of Object.entries(each)) sum[resource] = (sum[resource] ?? 0) + amount;
  return sum;
}
