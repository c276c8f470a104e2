import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { GpuConstraint } from './gpu-constraint';
import { GpuRequest } from './gpu-request';
import { checkAllocation, checkProfiles, checkPublished } from './private/claim-checks';
import { objectName } from '../cluster/private/object-name';
import { GPU_TOLERATION } from '../cluster/private/pool-pods';
import { requireSameCluster, requireSameNamespace } from '../cluster/private/same-home';
import { checkAtSynth, SynthFinding } from '../cluster/private/synth-checks';
import { invalid } from '../core/errors';
import { dnsLabel, isDnsLabel, requireDnsSubdomain } from '../core/names';
import type { DeviceClaim } from '../crds/kubernetes';
import { DEVICES_PER_CLAIM } from '../facts/dra-devices';
import { LABEL_KEYS } from '../facts/label-keys';
import { IQueueMember, IWorkload, PodFragment, QueueingOptions } from '../workload';
import { addResourceClaim, addResourceClaimTemplate } from '../workload/private/claim-resource';

/** Most requests of a claim, and most constraints. Source: infrastructure.md 2.4 (k8s.io/api resource/v1). */
const MAX_REQUESTS = 32;

/** How a container uses a claim. */
export interface GpuClaimAttachOptions {
  /**
   * Container that gets the devices; call it again for another one, and both share them.
   *
   * @default - the one that serves
   */
  readonly container?: string;

  /**
   * The one request whose devices it gets. An alternative is not named: what was available is given.
   *
   * @default - the devices of all requests
   */
  readonly request?: string;
}

/** Devices for pods: a claim that pods share, or a template of which each pod gets a claim of its own. */
export interface IGpuClaim extends IConstruct {
  /**
   * Devices of each pod that has it: GPUs, or slices of them; undefined where that is not one number, or not known.
   */
  readonly devices?: number;

  /**
   * Gives the devices to a container of each pod, and lets the pods run on tainted GPU nodes.
   *
   * @param workload what uses them; a component of a Dynamo graph, not the graph
   * @throws when it could not find the claim (another namespace or cluster), or the claim has no such request
   */
  attach(workload: IWorkload, options?: GpuClaimAttachOptions): void;
}

/** What is known of a claim or template that somebody else created. */
export interface GpuClaimAttributes {
  /**
   * Name of the claim within the pods, a DNS label.
   *
   * @default - the name of the claim or template
   */
  readonly podClaimName?: string;
}

/** What a claim asks for. */
export interface GpuClaimProps extends GpuClaimAttributes {
  /** Requests, 1 to 32; all are met together, on one node. */
  readonly requests: GpuRequest[];

  /**
   * What holds between the devices.
   *
   * @default - nothing
   */
  readonly constraints?: GpuConstraint[];

  /**
   * `metadata.name`.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;
}

abstract class GpuClaimBase extends Construct implements IGpuClaim {
  /** `metadata.name` of the claim or template. */
  public abstract readonly name: string;
  public readonly devices?: number;
  /** Field of the pod's claim that names it. */
  protected abstract readonly refersBy: 'resourceClaimName' | 'resourceClaimTemplateName';
  private readonly attached = new Set<IWorkload>();

  constructor(scope: Construct, id: string, private readonly given: GpuClaimAttributes, private readonly requests: readonly GpuRequest[]) {
    super(scope, id);
    if (given.podClaimName !== undefined && !isDnsLabel(given.podClaimName)) {
      throw invalid({ path: this.node.path, value: `podClaimName: '${given.podClaimName}'`, reason: 'not a DNS label', fix: 'use lower-case letters, digits and inner hyphens' });
    }
    this.devices = devicesIn(requests);
    checkAtSynth(this, () => this.check());
  }

  public attach(workload: IWorkload, options: GpuClaimAttachOptions = {}): void {
    this.requireReachable(workload);
    const { container, request } = options;
    const named = this.requests.find(({ name }) => name === request);
    if (request !== undefined && this.requests.length > 0 && !named) {
      throw invalid({
        path: this.node.path, value: `request '${request}'`, reason: `the claim has ${this.requests.map(({ name }) => `'${name}'`).join(', ')} (DRA-05)`, fix: 'name one of them',
      });
    }
    this.attached.add(workload);
    const name = this.given.podClaimName ?? dnsLabel([this.name.replace(/\./g, '-')]);
    workload.addToPods(new PodFragment({
      id: ['gpu-claim', this.name, ...container === undefined ? [] : [container], ...request === undefined ? [] : [request]].join('/'),
      container,
      claimRequest: request,
      // Of somebody else's claim the number is not known, but it is for GPUs.
      gpus: this.requests.reduce((sum, each) => sum + each._devices, 0) || 1,
      resourceClaims: [{ name, [this.refersBy]: this.name }],
      tolerations: [GPU_TOLERATION],
    }));
  }

  /** Refuses workloads that could never find it. */
  protected requireReachable(workload: IWorkload): void {
    requireSameNamespace(this, workload, 'GPU claim');
  }

  private check(): SynthFinding[] {
    return [...checkPublished(this, this.requests), ...checkAllocation(this.attached), ...checkProfiles(this.requests, this.attached)];
  }
}

abstract class OwnGpuClaim extends GpuClaimBase {
  public readonly name: string;

  constructor(scope: Construct, id: string, props: GpuClaimProps) {
    super(scope, id, props, props.requests);
    this.name = requireDnsSubdomain(this.node.path, 'name', props.name ?? objectName(this));
    requireComplete(this.node.path, props);
  }
}

/** A claim: devices that all pods with it share, and so on one node. */
export class GpuClaim extends OwnGpuClaim implements IQueueMember {
  /**
   * A claim that somebody else created, in the namespace of the workloads that use it.
   *
   * @param name `metadata.name` of the ResourceClaim
   * @throws when no claim can have that name
   */
  public static fromClaimName(scope: Construct, id: string, name: string, options: GpuClaimAttributes = {}): IGpuClaim {
    return new ImportedClaim(scope, id, name, 'resourceClaimName', options);
  }

  protected readonly refersBy = 'resourceClaimName';
  private readonly resource: ApiObject;

  /** @throws when a claim cannot have these requests and constraints */
  constructor(scope: Construct, id: string, props: GpuClaimProps) {
    super(scope, id, props);
    this.resource = addResourceClaim(this, 'Resource', { name: this.name }, devicesOf(props));
  }

  /** KAI schedules no pod with a shared claim whose queue is another one (rule KAI-01). */
  public joinQueue(queueName: string, _options: QueueingOptions = {}): void {
    const before = this.resource.metadata.getLabel(LABEL_KEYS.kaiQueue);
    if (before !== undefined && before !== queueName) {
      throw invalid({ path: this.node.path, value: `queues '${before}' and '${queueName}'`, reason: 'a shared claim is used in one queue', fix: 'make a claim for each queue' });
    }
    this.resource.metadata.addLabel(LABEL_KEYS.kaiQueue, queueName);
  }
}

/** A template of claims: each pod gets devices of its own, as long as it lives. */
export class GpuClaimTemplate extends OwnGpuClaim {
  /**
   * A template that somebody else created, in the namespace of the workloads that use it.
   *
   * @param name `metadata.name` of the ResourceClaimTemplate
   * @throws when no template can have that name
   */
  public static fromTemplateName(scope: Construct, id: string, name: string, options: GpuClaimAttributes = {}): IGpuClaim {
    return new ImportedClaim(scope, id, name, 'resourceClaimTemplateName', options);
  }

  protected readonly refersBy = 'resourceClaimTemplateName';

  /** @throws when a claim cannot have these requests and constraints */
  constructor(scope: Construct, id: string, props: GpuClaimProps) {
    super(scope, id, props);
    addResourceClaimTemplate(this, 'Resource', { name: this.name }, devicesOf(props));
  }
}

class ImportedClaim extends GpuClaimBase {
  constructor(
    scope: Construct, id: string, public readonly name: string, protected readonly refersBy: GpuClaimBase['refersBy'], options: GpuClaimAttributes,
  ) {
    super(scope, id, options, []);
    requireDnsSubdomain(this.node.path, 'name', name);
  }

  protected override requireReachable(workload: IWorkload): void {
    requireSameCluster(this, workload, 'GPU claim');
  }
}

function devicesIn(requests: readonly GpuRequest[]): number | undefined {
  const each = requests.map((request) => request._fixedDevices);
  return each.length === 0 || each.includes(undefined) ? undefined : each.reduce<number>((sum, devices) => sum + (devices ?? 0), 0);
}

function devicesOf({ requests, constraints = [] }: GpuClaimProps): DeviceClaim {
  const config = requests.flatMap((request) => request._config());
  return {
    requests: requests.map((request) => request._render()),
    constraints: constraints.length > 0 ? constraints.map((constraint) => constraint._render()) : undefined,
    config: config.length > 0 ? config : undefined,
  };
}

function requireComplete(path: string, { requests, constraints = [] }: GpuClaimProps): void {
  const refuse = (value: string, reason: string, fix: string): never => {
    throw invalid({ path, value, reason, fix });
  };
  if (requests.length === 0 || requests.length > MAX_REQUESTS) refuse(`${requests.length} requests`, `a claim has 1 to ${MAX_REQUESTS} (DRA-09)`, 'give as many');
  if (constraints.length > MAX_REQUESTS) refuse(`${constraints.length} constraints`, `a claim has at most ${MAX_REQUESTS} (DRA-09)`, 'drop some');
  const names = requests.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) refuse(`two requests '${twice}'`, 'each has a name of its own (DRA-09)', "name them: GpuRequest.gpu({ name: 'first' })");
  const devices = requests.reduce((sum, request) => sum + request._devices, 0);
  if (devices > DEVICES_PER_CLAIM) refuse(`${devices} devices`, `a claim can be given ${DEVICES_PER_CLAIM} (DRA-09)`, 'split it over several claims');
  const known = requests.flatMap((request) => request._names);
  const unknown = constraints.flatMap((constraint) => constraint.requests).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`constraint on '${unknown}'`, `the requests are ${known.map((name) => `'${name}'`).join(', ')} (DRA-11)`, 'name one of them');
}
