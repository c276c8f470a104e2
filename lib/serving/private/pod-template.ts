import type { Duration } from 'cdk8s';
import { tolerationsOn } from '../../cluster/private/pool-pods';
import { IntOrString, PodTemplateSpec, Probe, ResourceRequirements } from '../../crds/kubernetes';
import { PodFragmentProps } from '../../workload';
import { applyFragments } from '../../workload/private/apply-fragments';
import { environmentOf } from '../../workload/private/environment';
import { Placement } from '../../workload/private/pool-choice';
import { onFabric } from '../../workload/private/pool-fabric';
import type { DynamoComponentOptions } from '../dynamo-component';

/** The container that the operator takes for the component (dynamo.md 2.2). */
const MAIN = 'main';

/** What the pod template of a component is made of. */
export interface PodTemplateParts {
  /** Construct path, for messages. */
  readonly path: string;
  readonly image: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly placement: Placement;
  readonly options: DynamoComponentOptions;
  readonly fragments: readonly PodFragmentProps[];
  /** What gives the pods their GPUs; none where they have no GPUs. */
  readonly gpus?: PodFragmentProps;
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
  const base: PodTemplateSpec = {
    metadata: parts.annotations && { annotations: parts.annotations },
    spec: {
      nodeSelector: placement.pool?.nodeLabels,
      tolerations: orUndefined(tolerationsOn(placement.pool)),
      containers: [{
        name: MAIN,
        image: parts.image,
        command: parts.command,
        args: parts.args,
        env: environmentOf([options]),
        resources: resources(options),
        startupProbe: parts.startupTimeout && startupProbe(parts.startupTimeout),
        livenessProbe: parts.tolerantLiveness ? LIVENESS : undefined,
      }],
    },
  };
  // Later ones win, and the user over all: role, relations.
  const relations = parts.fragments.map((fragment) => onFabric(fragment, placement.pool));
  const fragments = [{ id: 'role', environment: parts.environment }, ...relations, ...parts.gpus ? [parts.gpus] : []];
  const template = applyFragments(base, fragments, { path: parts.path, container: MAIN, gpus: 0 });
  const [main, ...others] = template.spec!.containers;
  const env = [...main.env ?? []].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { ...template, spec: { ...template.spec, containers: [{ ...main, env: orUndefined(env) }, ...others] } };
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

function resources(options: DynamoComponentOptions): ResourceRequirements | undefined {
  const amounts: Record<string, string> = {};
  if (options.cpu) amounts.cpu = options.cpu.amount;
  if (options.memory) amounts.memory = options.memory.asString();
  return Object.keys(amounts).length === 0 ? undefined : { requests: amounts, limits: amounts };
}

function orUndefined<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
