import { Construct, IConstruct } from 'constructs';
import { objectName } from '../cluster/private/object-name';
import { requireSameCluster, requireSameNamespace } from '../cluster/private/same-home';
import { MAX_DNS_LABEL, requireDnsSubdomain } from '../core/names';
import { ComputeDomain as ComputeDomainResource } from '../crds/dra-driver';
import { CHANNEL_CLAIM, COMPUTE_DOMAIN_NUM_NODES } from '../facts/nvlink';
import { IWorkload, PodFragment, PodSelection } from '../workload';

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
   */
  attach(workload: IWorkload): void;
}

/** Options of a ComputeDomain. */
export interface ComputeDomainProps {
  /**
   * `metadata.name`, a DNS label.
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
}

/** What is known of a domain that somebody else created. */
export interface ComputeDomainAttributes {
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

abstract class ComputeDomainBase extends Construct implements IComputeDomain {
  public abstract readonly claimTemplateName: string;

  private readonly attached = new Set<IWorkload>();

  public attach(workload: IWorkload): void {
    this.requireReachable(workload);
    this.attached.add(workload);
    workload.addToPods(new PodFragment({
      id: `compute-domain/${this.claimTemplateName}`,
      pods: PodSelection.GPU,
      resourceClaims: [{ name: CHANNEL_CLAIM, resourceClaimTemplateName: this.claimTemplateName }],
      // NCCL looks for multi-node NVLink by itself, but only over memory from cuMem (infrastructure.md 3.3).
      environment: { NCCL_MNNVL_ENABLE: '1', NCCL_CUMEM_ENABLE: '1' },
    }));
  }

  /** Refuses workloads that could never find the claim template. */
  protected abstract requireReachable(workload: IWorkload): void;

  public get attachedNodes(): number {
    // A component whose graph is attached as well counts once.
    const within = (workload: IWorkload) => workload.node.scopes.slice(0, -1).some((scope) => this.attached.has(scope as IWorkload));
    const outermost = [...this.attached].filter((workload) => !within(workload));
    return outermost.reduce((sum, workload) => sum + workload.gpuNodes, 0);
  }
}

class ImportedComputeDomain extends ComputeDomainBase {
  constructor(scope: Construct, id: string, public readonly claimTemplateName: string) {
    super(scope, id);
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
   */
  public static fromComputeDomainName(scope: Construct, id: string, name: string, options: ComputeDomainAttributes = {}): IComputeDomain {
    return new ImportedComputeDomain(scope, id, options.claimTemplateName ?? claimTemplateOf(name));
  }

  /** `metadata.name`. */
  public readonly name: string;

  public readonly claimTemplateName: string;

  constructor(scope: Construct, id: string, props: ComputeDomainProps = {}) {
    super(scope, id);
    this.name = requireDnsSubdomain(this.node.path, 'name', props.name ?? objectName(this, MAX_DNS_LABEL - claimTemplateOf('').length));
    this.claimTemplateName = requireDnsSubdomain(this.node.path, 'claimTemplateName', props.claimTemplateName ?? claimTemplateOf(this.name));
    new ComputeDomainResource(this, 'Resource', {
      metadata: { name: this.name },
      spec: { numNodes: COMPUTE_DOMAIN_NUM_NODES, channel: { resourceClaimTemplate: { name: this.claimTemplateName } } },
    });
  }

  /** The driver makes the claim template in the domain's namespace (rule CD-13). */
  protected requireReachable(workload: IWorkload): void {
    requireSameNamespace(this, workload, 'NVLink domain');
  }
}
