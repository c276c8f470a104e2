import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { CliquePlacement } from './clique-placement';
import { NvlinkEnvironment } from './nvlink-environment';
import { checkKubernetes } from './private/kubernetes-check';
import { objectName } from '../cluster/private/object-name';
import { requireSameCluster, requireSameNamespace } from '../cluster/private/same-home';
import { checkAtSynth, SynthFinding } from '../cluster/private/synth-checks';
import { dnsLabel, MAX_DNS_LABEL, requireDnsSubdomain } from '../core/names';
import { ComputeDomain as ComputeDomainResource, ComputeDomainSpecChannelAllocationMode } from '../crds/dra-driver';
import { CHANNEL_CLAIM, COMPUTE_DOMAIN_NUM_NODES } from '../facts/nvlink';
import { IWorkload, PodFragment, PodSelection, Workload } from '../workload';

/** A domain of nodes whose GPUs reach each other over NVLink. */
export interface IComputeDomain extends IConstruct {
  /** Name of the ResourceClaimTemplate that the driver makes for the domain: the only thing pods refer to. */
  readonly claimTemplateName: string;

  /**
   * Nodes that the attached workloads occupy when all their replicas run. For the ledger and rules only:
   * the manifest never holds the number, because it cannot be changed once applied.
   */
  readonly attachedNodes: number;

  /**
   * Lets the GPU pods of a workload join the domain.
   *
   * @param workload anything with GPU pods
   * @throws when it is in another namespace or on another cluster, where its pods could not find the claim template
   */
  attach(workload: IWorkload): void;
}

/** Which IMEX channels a pod of a domain sees. */
export class ChannelAllocation {
  /** Channel 0. */
  public static readonly SINGLE = new ChannelAllocation('Single');
  /** Every channel that the kernel has, for programs that look for others; the claim is for channel 0 all the same. */
  public static readonly ALL = new ChannelAllocation('All');

  private constructor(
    /** Value of `spec.channel.allocationMode`. */
    public readonly name: string,
  ) {}
}

/** What a domain gives to pods that join it, whoever made it. */
export interface ComputeDomainOptions {
  /**
   * How the pods come to nodes that NVLink connects.
   *
   * @default CliquePlacement.anywhere()
   */
  readonly placement?: CliquePlacement;

  /**
   * What the libraries in the pods use NVLink for.
   *
   * @default NvlinkEnvironment.collectives()
   */
  readonly environment?: NvlinkEnvironment;
}

/** Options of a ComputeDomain. */
export interface ComputeDomainProps extends ComputeDomainOptions {
  /**
   * `metadata.name`, a DNS subdomain.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;

  /**
   * Name of the ResourceClaimTemplate that the driver creates in the domain's namespace. No other object may have it (rule CD-04).
   *
   * @default - the domain's name and `-channel`
   */
  readonly claimTemplateName?: string;

  /**
   * IMEX channels that pods see.
   *
   * @default - the driver's: channel 0
   */
  readonly channels?: ChannelAllocation;
}

/** What is known of a domain that somebody else created. */
export interface ComputeDomainAttributes extends ComputeDomainOptions {
  /**
   * `spec.channel.resourceClaimTemplate.name` of that domain.
   *
   * @default - the domain's name and `-channel`, as this library names it
   */
  readonly claimTemplateName?: string;
}

/** Pods refer to the template, not to the domain, so its name is what both ends agree on. */
function claimTemplateOf(domain: string): string {
  return `${domain}-channel`;
}

function allocationMode(channels: ChannelAllocation | undefined): ComputeDomainSpecChannelAllocationMode | undefined {
  if (channels === undefined) return undefined;
  return channels === ChannelAllocation.ALL ? ComputeDomainSpecChannelAllocationMode.ALL : ComputeDomainSpecChannelAllocationMode.SINGLE;
}

/** Kind of the object that makes the pods; of the nearest one around a component or role. */
function kindOf(workload: IWorkload): string | undefined {
  const objects = [...workload.node.scopes].reverse().flatMap((scope) => [scope, scope.node.tryFindChild('Resource')]);
  return objects.find((each): each is ApiObject => each !== undefined && ApiObject.isApiObject(each))?.kind;
}

abstract class ComputeDomainBase extends Construct implements IComputeDomain {
  public abstract readonly claimTemplateName: string;

  private readonly attached = new Set<IWorkload>();

  constructor(scope: Construct, id: string, private readonly options: ComputeDomainOptions) {
    super(scope, id);
    checkAtSynth(this, () => this.check());
  }

  public attach(workload: IWorkload): void {
    this.requireReachable(workload);
    const { placement = CliquePlacement.anywhere(), environment = NvlinkEnvironment.collectives() } = this.options;
    workload.addToPods(new PodFragment({
      ...placement._fragment(dnsLabel([this.claimTemplateName.replace(/\./g, '-')])),
      id: `compute-domain/${this.claimTemplateName}`,
      pods: PodSelection.GPU,
      resourceClaims: [{ name: CHANNEL_CLAIM, resourceClaimTemplateName: this.claimTemplateName }],
      environment: environment.variables,
    }));
    this.attached.add(workload);
  }

  private check(): SynthFinding[] {
    return [...this.checkPlacement(), ...this.checkPools(), ...this.checkReached()];
  }

  /** What a `Workload` is around says exactly which pods ask for GPUs, and reports it. */
  private checkReached(): SynthFinding[] {
    const others = [...this.attached].filter((workload) => !(workload instanceof Workload));
    return others.filter(({ gpuNodes, gpuPools }) => gpuNodes === 0 && gpuPools.length === 0).map((workload) => ({
      rule: 'POOL-04',
      value: `'${workload.node.path}'`,
      reason: 'it has no pods with GPUs, and only those join the domain',
      fix: 'give its roles gpus, or do not attach it',
      severity: 'warning',
    }));
  }

  /** An annotation that nobody reads keeps no pods together. */
  private checkPlacement(): SynthFinding[] {
    const { placement = CliquePlacement.anywhere() } = this.options;
    return [...this.attached].flatMap((workload) => {
      const kind = kindOf(workload);
      if (kind === undefined || placement._fits(kind)) return [];
      return [{
        rule: 'CD-11',
        value: `CliquePlacement.${placement.name}() for '${workload.node.path}'`,
        reason: `it says nothing to who places the pods of a ${kind}, so nothing keeps them in one rack`,
        fix: 'use CliquePlacement.together()',
      }];
    });
  }

  /** Components of a graph report it themselves, with what they do about it. */
  private checkPools(): SynthFinding[] {
    return [...this.attached].filter((workload) => workload instanceof Workload).flatMap((workload) => (
      workload.gpuPools.filter(({ multiNodeNvlink }) => !multiNodeNvlink).map((pool) => ({
        rule: 'CD-08',
        value: `'${workload.node.path}' on pool '${pool.name}'`,
        reason: `NVLink of ${pool.system?.name ?? 'its nodes'} ends at the node, so the domain gives its pods no channel`,
        fix: 'do not attach it',
      }))
    ));
  }

  /** Refuses workloads that could never find the claim template. */
  protected abstract requireReachable(workload: IWorkload): void;

  public get attachedNodes(): number {
    // A component whose graph is attached as well counts once.
    const within = (workload: IWorkload) => workload.node.scopes.slice(0, -1).some((scope) => this.attached.has(scope as IWorkload));
    const outermost = [...this.attached].filter((workload) => !within(workload));
    // Containers of the same pods count once.
    const pods = new Map(outermost.map((workload) => [workload instanceof Workload ? workload._pods : workload.node.path, workload.gpuNodes]));
    return [...pods.values()].reduce((sum, nodes) => sum + nodes, 0);
  }
}

class ImportedComputeDomain extends ComputeDomainBase {
  constructor(scope: Construct, id: string, public readonly claimTemplateName: string, options: ComputeDomainOptions) {
    super(scope, id, options);
    // Of a domain with a manifest the rule of the same id says it.
    checkAtSynth(this, () => checkKubernetes(this, { rule: 'CD-25', what: 'a ComputeDomain' }));
  }

  protected requireReachable(workload: IWorkload): void {
    requireSameCluster(this, workload, 'NVLink domain');
  }
}

/**
 * An NVLink domain across nodes: while it exists, the DRA driver runs an IMEX daemon on each node with a pod of the domain,
 * and the pods map each other's GPU memory.
 *
 * `numNodes` is always 0: it is deprecated and immutable, the daemons start without it, and older drivers require the field
 * (kubernetes-sigs/dra-driver-nvidia-gpu, rules CD-01 and CD-02).
 */
export class ComputeDomain extends ComputeDomainBase {
  /**
   * A domain that somebody else created, in the namespace of the workloads that join it.
   *
   * @param name `metadata.name` of that domain
   * @throws when no domain, or no template, can have that name
   */
  public static fromComputeDomainName(scope: Construct, id: string, name: string, options: ComputeDomainAttributes = {}): IComputeDomain {
    requireDnsSubdomain(`ComputeDomain '${id}'`, 'name', name);
    const template = requireDnsSubdomain(`ComputeDomain '${id}'`, 'claimTemplateName', options.claimTemplateName ?? claimTemplateOf(name));
    return new ImportedComputeDomain(scope, id, template, options);
  }

  /** `metadata.name`. */
  public readonly name: string;

  public readonly claimTemplateName: string;

  /** @throws when a name is no DNS subdomain */
  constructor(scope: Construct, id: string, props: ComputeDomainProps = {}) {
    super(scope, id, props);
    this.name = requireDnsSubdomain(this.node.path, 'name', props.name ?? objectName(this, MAX_DNS_LABEL - claimTemplateOf('').length));
    this.claimTemplateName = requireDnsSubdomain(this.node.path, 'claimTemplateName', props.claimTemplateName ?? claimTemplateOf(this.name));
    new ComputeDomainResource(this, 'Resource', {
      metadata: { name: this.name },
      spec: {
        numNodes: COMPUTE_DOMAIN_NUM_NODES,
        channel: { allocationMode: allocationMode(props.channels), resourceClaimTemplate: { name: this.claimTemplateName } },
      },
    });
  }

  /** The driver makes the claim template in the domain's namespace (rule CD-13). */
  protected requireReachable(workload: IWorkload): void {
    requireSameNamespace(this, workload, 'NVLink domain');
  }
}
