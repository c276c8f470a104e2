import { invalid } from '../core/errors';
import { wholeNumber } from '../core/ranges';

/** Architecture of a node's CPU, as Kubernetes names it. */
export class CpuArchitecture {
  /** x86-64: HGX and DGX systems with Hopper or Blackwell, most CPU nodes. */
  public static readonly AMD64 = new CpuArchitecture('amd64');

  /** 64-bit Arm: the Grace nodes of GB200 and GB300. */
  public static readonly ARM64 = new CpuArchitecture('arm64');

  private constructor(
    /** Value of the node label `kubernetes.io/arch`. */
    public readonly name: string,
  ) {}
}

/** A GPU system that the library does not know by name. */
export interface GenericGpuSystemProps {
  /** Name for messages and reports: lower-case letters, digits, hyphens. */
  readonly name: string;

  /** GPUs of one node, at least 1. */
  readonly gpusPerNode: number;

  /**
   * Nodes whose GPUs share one NVLink domain, at least 1. More than 1 means Multi-Node NVLink.
   *
   * @default 1
   */
  readonly nodesPerNvlinkDomain?: number;

  /**
   * Architecture of the nodes' CPUs.
   *
   * @default CpuArchitecture.AMD64
   */
  readonly architecture?: CpuArchitecture;

  /**
   * Value of the node label `nvidia.com/gpu.product`, as GPU Feature Discovery writes it:
   * `kubectl get nodes -L nvidia.com/gpu.product`.
   *
   * @default - not known; nodes are not selected by product
   */
  readonly gpuProduct?: string;

  /**
   * Memory of one GPU in gigabytes of 10^9 bytes.
   *
   * @default - not known; nothing is checked against it
   */
  readonly gpuMemoryGb?: number;

  /**
   * Name of the system in `spec.hardware.gpuSku` of a DynamoGraphDeploymentRequest.
   *
   * @default - none; a request has to describe the hardware in numbers
   */
  readonly dgdrGpuSku?: string;

  /**
   * Name of the system in AIConfigurator (`--system`).
   *
   * @default - none
   */
  readonly aicSystem?: string;
}

interface GpuSystemFacts extends GenericGpuSystemProps {
  readonly gaps?: string[];
}

/**
 * What one kind of GPU server is: GPUs per node, how far NVLink reaches, the CPU beside it, the labels its nodes carry.
 *
 * Sources: infrastructure.md 3.1 and 3.2 (NVLink domains, node labels), optimization-tooling-registry.md A.2, A.3, C
 * (AIConfigurator systems, product labels, `gpuSku`); memory: named beside each figure.
 */
export class GpuSystem {
  /** NVL72 rack of Grace Blackwell: 18 nodes of 4 GPUs, one NVLink domain of 72 GPUs unless the rack is partitioned. */
  public static readonly GB200_NVL72 = new GpuSystem({
    name: 'gb200-nvl72',
    gpusPerNode: 4,
    nodesPerNvlinkDomain: 18,
    architecture: CpuArchitecture.ARM64,
    gpuProduct: 'NVIDIA-GB200',
    gpuMemoryGb: 186, // mlcommons/inference_results_v6.1 closed/Crusoe/systems/GB200-NVL72_GB200-186GB_aarch64x16_Dynamo.json
    dgdrGpuSku: 'gb200_sxm',
    aicSystem: 'gb200',
    gaps: ['Dynamo 1.6 adds the gpuSku gb200 and deprecates gb200_sxm; AIConfigurator knows gb200 only, so a rapid DGDR search with gb200_sxm gives a naive layout (optimization-tooling-registry.md DGDR-02)'],
  });

  /** NVL72 rack of Grace Blackwell Ultra: 18 nodes of 4 GPUs, one NVLink domain of 72 GPUs unless the rack is partitioned. */
  public static readonly GB300_NVL72 = new GpuSystem({
    name: 'gb300-nvl72',
    gpusPerNode: 4,
    nodesPerNvlinkDomain: 18,
    architecture: CpuArchitecture.ARM64,
    gpuProduct: 'NVIDIA-GB300',
    aicSystem: 'gb300',
    gaps: [
      'GPU memory: not established by the references',
      'no release of Dynamo up to 1.6 has a gpuSku for GB300 (dynamo-1.5-1.6.md 4.1)',
      'partition templates of a GB300 rack: not established (infrastructure.md 8)',
    ],
  });

  /** HGX or DGX B200: 8 GPUs, NVLink within the node. */
  public static readonly HGX_B200 = new GpuSystem({
    name: 'hgx-b200',
    gpusPerNode: 8,
    gpuProduct: 'NVIDIA-B200',
    dgdrGpuSku: 'b200_sxm',
    aicSystem: 'b200_sxm',
    gaps: ['GPU memory: not established by the references'],
  });

  /** HGX or DGX H200: 8 GPUs, NVLink within the node. */
  public static readonly HGX_H200 = new GpuSystem({
    name: 'hgx-h200',
    gpusPerNode: 8,
    gpuProduct: 'NVIDIA-H200',
    gpuMemoryGb: 141, // mlcommons/inference_results_v4.1 closed/NVIDIA/systems/H200-SXM-141GBx8_TRT_MaxQ.json
    dgdrGpuSku: 'h200_sxm',
    aicSystem: 'h200_sxm',
  });

  /** HGX or DGX H100 (SXM, 80 GB): 8 GPUs, NVLink within the node. */
  public static readonly HGX_H100 = new GpuSystem({
    name: 'hgx-h100',
    gpusPerNode: 8,
    gpuProduct: 'NVIDIA-H100-80GB-HBM3', // what GFD reports on SXM nodes; recipes' NVIDIA-H100-SXM5-80GB matches no such node (optimization-tooling-registry.md A.3)
    gpuMemoryGb: 80, // mlcommons/inference_results_v3.1 closed/Dell/systems/XE9680_H100_SXM_80GBx8_TRT.json
    dgdrGpuSku: 'h100_sxm',
    aicSystem: 'h100_sxm',
  });

  /** Every system that the library knows by name. */
  public static all(): GpuSystem[] {
    return [GpuSystem.GB200_NVL72, GpuSystem.GB300_NVL72, GpuSystem.HGX_B200, GpuSystem.HGX_H200, GpuSystem.HGX_H100];
  }

  /**
   * Any other system, described by its figures.
   *
   * @throws when a count is not a whole number of at least 1
   */
  public static generic(props: GenericGpuSystemProps): GpuSystem {
    return new GpuSystem(props);
  }

  /** Name for messages and reports, for example `gb200-nvl72`. */
  public readonly name: string;

  /** GPUs of one node. */
  public readonly gpusPerNode: number;

  /**
   * Nodes of one whole NVLink domain; 1 where NVLink ends at the node. A partitioned rack has fewer:
   * the node label `nvidia.com/gpu.clique` is the truth.
   */
  public readonly nodesPerNvlinkDomain: number;

  /** GPUs of one whole NVLink domain. */
  public readonly gpusPerNvlinkDomain: number;

  /** Architecture of the nodes' CPUs. */
  public readonly architecture: CpuArchitecture;

  /** Whether NVLink crosses nodes, so that a ComputeDomain joins pods of several nodes. On other systems it injects no channel. */
  public readonly multiNodeNvlink: boolean;

  /** Value of the node label `nvidia.com/gpu.product`; undefined where not known. */
  public readonly gpuProduct?: string;

  /** Memory of one GPU in gigabytes, the vendor's nominal figure; undefined where not established. */
  public readonly gpuMemoryGb?: number;

  /** `spec.hardware.gpuSku` of a DynamoGraphDeploymentRequest; undefined where the enum has none. */
  public readonly dgdrGpuSku?: string;

  /** Name in AIConfigurator (`--system`); undefined where it has none. */
  public readonly aicSystem?: string;

  /**
   * Labels with one value on every node of the system: the product that GPU Feature Discovery reports. Empty where not known.
   * (`nvidia.com/gpu.clique` differs from rack to rack; a node without it is not in a multi-node NVLink domain.)
   */
  public readonly nodeLabels: { [key: string]: string };

  /** What could not be established about the system, in words. */
  public readonly gaps: string[];

  private constructor(facts: GpuSystemFacts) {
    const path = `GpuSystem '${facts.name}'`;
    if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(facts.name)) {
      throw invalid({ path, value: `name: '${facts.name}'`, reason: 'a name has lower-case letters, digits and hyphens', fix: "write it like 'gh200-nvl32'" });
    }
    this.name = facts.name;
    this.gpusPerNode = count(path, 'gpusPerNode', facts.gpusPerNode);
    this.nodesPerNvlinkDomain = count(path, 'nodesPerNvlinkDomain', facts.nodesPerNvlinkDomain ?? 1);
    this.gpusPerNvlinkDomain = this.gpusPerNode * this.nodesPerNvlinkDomain;
    this.multiNodeNvlink = this.nodesPerNvlinkDomain > 1;
    this.architecture = facts.architecture ?? CpuArchitecture.AMD64;
    this.gpuProduct = facts.gpuProduct;
    this.gpuMemoryGb = facts.gpuMemoryGb;
    this.dgdrGpuSku = facts.dgdrGpuSku;
    this.aicSystem = facts.aicSystem;
    this.nodeLabels = facts.gpuProduct === undefined ? {} : { 'nvidia.com/gpu.product': facts.gpuProduct };
    this.gaps = [...facts.gaps ?? []];
  }
}

function count(path: string, name: string, value: number): number {
  return wholeNumber(path, name, value, 1, `give the ${name} of the hardware`);
}
