import type { Duration } from 'cdk8s';
import { IntOrString, PodTemplateSpec, Probe, Quantity, ResourceRequirements, Toleration } from '../../crds/kubernetes';
import { LABEL_KEYS, RESOURCE_NAMES } from '../../facts/label-keys';
import { PodFragmentProps, PodSelection } from '../../workload';
import type { DynamoComponentOptions } from '../dynamo-component';
import { environmentOf } from './environment';
import { Placement } from './pool-choice';

/** What the pod template of a component is made of. */
export interface PodTemplateParts {
  readonly image: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly placement: Placement;
  readonly options: DynamoComponentOptions;
  readonly fragments: readonly PodFragmentProps[];
  /** Variables that derive from the role; relations and users win over them. */
  readonly environment: Record<string, string>;
  readonly annotations?: { [key: string]: string };
  readonly startupTimeout?: Duration;
  readonly tolerantLiveness?: boolean;
}

/** Seconds between two start-up probes; the operator's own figure (Dynamo 1.4, 3.3 of dynamo.md). */
const STARTUP_PERIOD = 10;

/** The pod template of one component: the container `main`, and what relations and the pool add to it. */
export function podTemplate(parts: PodTemplateParts): PodTemplateSpec {
  const { options, placement } = parts;
  const fragments = parts.fragments.filter((fragment) => fragment.pods !== PodSelection.GPU || placement.gpusPerPod > 0);
  const claims = fragments.flatMap((fragment) => fragment.resourceClaims ?? []);
  const capabilities = unique(fragments.flatMap((fragment) => fragment.capabilities ?? []));
  const volumes = fragments.flatMap((fragment) => fragment.volumes ?? []);
  const mounts = fragments.flatMap((fragment) => fragment.volumeMounts ?? []);
  return {
    metadata: parts.annotations && { annotations: parts.annotations },
    spec: {
      nodeSelector: placement.pool?.nodeLabels,
      tolerations: orUndefined(tolerations(placement)),
      resourceClaims: orUndefined(claims),
      volumes: orUndefined(volumes),
      containers: [{
        name: 'main',
        image: parts.image,
        command: parts.command,
        args: parts.args,
        // Later ones win: role, relations, user.
        env: orUndefined(environmentOf([{ environment: parts.environment }, ...fragments, options])),
        resources: resources(options, placement, fragments, claims.map((claim) => claim.name)),
        volumeMounts: orUndefined(mounts),
        securityContext: capabilities.length > 0 ? { capabilities: { add: capabilities } } : undefined,
        startupProbe: parts.startupTimeout && startupProbe(parts.startupTimeout),
        livenessProbe: parts.tolerantLiveness ? LIVENESS : undefined,
      }],
    },
  };
}

/**
 * The operator's default gives up on a worker after one failed probe, which restarts engines under load
 * (ai-dynamo/dynamo #8113; rule DGD-60). A probe replaces the default as a whole, so all of it is written.
 */
const LIVENESS: Probe = {
  httpGet: { path: '/live', port: IntOrString.fromString('system') },
  periodSeconds: 5,
  timeoutSeconds: 4,
  failureThreshold: 3,
};

function startupProbe(timeout: Duration): Probe {
  return {
    httpGet: { path: '/live', port: IntOrString.fromString('system') },
    periodSeconds: STARTUP_PERIOD,
    timeoutSeconds: 5,
    failureThreshold: Math.ceil(timeout.toSeconds() / STARTUP_PERIOD),
  };
}

function tolerations({ pool }: Placement): Toleration[] {
  const usual = [
    ...pool && pool.gpusPerNode > 0 ? [{ key: RESOURCE_NAMES.gpu, operator: 'Exists', effect: 'NoSchedule' }] : [],
    // Arm nodes are often tainted, so that images of the other architecture stay away.
    ...pool?.architecture.name === 'arm64' ? [{ key: LABEL_KEYS.architecture, operator: 'Equal', value: 'arm64', effect: 'NoSchedule' }] : [],
  ];
  const declared = (pool?.taints ?? []).filter(({ key, effect }) => !usual.some((each) => each.key === key && each.effect === effect));
  return [...usual, ...declared.map(({ key, value, effect }) => (value ? { key, operator: 'Equal', value, effect } : { key, operator: 'Exists', effect }))];
}

function resources(
  options: DynamoComponentOptions, placement: Placement, fragments: readonly PodFragmentProps[], claims: string[],
): ResourceRequirements | undefined {
  const pod: Record<string, string> = {};
  if (options.cpu) pod.cpu = options.cpu.amount;
  if (options.memory) pod.memory = options.memory.asString();
  const extended: Record<string, string> = {};
  if (placement.gpusPerPod > 0) {
    extended[RESOURCE_NAMES.gpu] = `${placement.gpusPerPod}`;
    for (const fragment of fragments) {
      for (const [name, perGpu] of Object.entries(fragment.resourcesPerGpu ?? {})) extended[name] = `${perGpu * placement.gpusPerPod}`;
    }
  }
  const limits = { ...pod, ...extended };
  if (Object.keys(limits).length === 0 && claims.length === 0) return undefined;
  return {
    // Extended resources need no request: Kubernetes takes the limit for it.
    requests: Object.keys(pod).length > 0 ? quantities(pod) : undefined,
    limits: quantities(limits),
    claims: orUndefined(claims.map((name) => ({ name }))),
  };
}

function quantities(values: Record<string, string>): { [key: string]: Quantity } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Quantity.fromString(value)]));
}

function orUndefined<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function unique(list: string[]): string[] {
  return [...new Set(list)].sort();
}
