import { Construct } from 'constructs';
import { CliquePlacement } from './clique-placement';
import { ComputeDomain, IComputeDomain } from './compute-domain';
import { NvlinkEnvironment } from './nvlink-environment';
import { Cluster, NodePool } from '../cluster';
import { objectName, suffixedName } from '../cluster/private/object-name';
import { checkAtSynth } from '../cluster/private/synth-checks';
import { invalid } from '../core/errors';
import { wholeNumber } from '../core/ranges';
import type { PodSpec } from '../crds/kubernetes';
import { MPI_LAUNCHER_WAITS } from '../facts/job-controllers';
import { IQueuedWorkload, PodFragment, QueueingOptions } from '../workload';
import { MpiPods } from '../workload/private/mpi-pods';

/** Image of nvbandwidth with MPI and sshd for user 1000. Source: infrastructure.md 3.4 (kubernetes-sigs/dra-driver-nvidia-gpu demo/specs/imex). */
const IMAGE = 'ghcr.io/nvidia/k8s-samples:nvbandwidth-v0.7-8d103163';
const HOME = '/home/mpiuser';

/** Container of the pods with GPUs. */
const WORKER = 'mpi-worker';

/** What nvbandwidth measures between the nodes. */
export class NvbandwidthTest {
  /** Each GPU reads from GPUs of other nodes with copy engines: the test of the driver's own demo. */
  public static readonly MULTINODE_READ = new NvbandwidthTest('multinode_device_to_device_memcpy_read_ce');

  /**
   * Another test, by its name: `nvbandwidth -l` lists them.
   *
   * @param name name of a multi-node test
   * @throws when no test can have that name
   */
  public static named(name: string): NvbandwidthTest {
    if (/^[a-z][a-z0-9_]*$/.test(name)) return new NvbandwidthTest(name);
    throw invalid({ path: 'NvbandwidthTest', value: `'${name}'`, reason: 'not the name of a test', fix: 'write it as nvbandwidth -l lists it' });
  }

  private constructor(
    /** Name of the test. */
    public readonly name: string,
  ) {}
}

/** Options of a fabric test. */
export interface FabricTestProps {
  /**
   * Pool whose NVLink is measured.
   *
   * @default - the only pool with NVLink across nodes
   */
  readonly pool?: NodePool;

  /**
   * Nodes that take part, one worker each: 2 to the size of an NVLink domain of the pool.
   *
   * @default - all nodes of one NVLink domain
   */
  readonly nodes?: number;

  /**
   * GPUs of each node that take part.
   *
   * @default - all
   */
  readonly gpusPerNode?: number;

  /**
   * NVLink domain that the workers join.
   *
   * @default - one of the test's own, `<name>-domain`, whose pods are placed in one clique
   */
  readonly domain?: IComputeDomain;

  /**
   * What is measured.
   *
   * @default NvbandwidthTest.MULTINODE_READ
   */
  readonly test?: NvbandwidthTest;

  /**
   * Image with nvbandwidth, mpirun and sshd.
   *
   * @default - that of the DRA driver's demo
   */
  readonly image?: string;

  /**
   * `metadata.name` of the MPIJob.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;
}

/**
 * Measures the bandwidth of NVLink between nodes before anything is served: nvbandwidth as an MPIJob on a ComputeDomain.
 * Needs the MPI Operator. The launcher prints a matrix; a fabric that is broken, or a claim that gives no channel, fails it.
 */
export class FabricTest extends Construct implements IQueuedWorkload {
  /** `metadata.name` of the MPIJob. */
  public readonly name: string;

  /** NVLink domain that is measured. */
  public readonly domain: IComputeDomain;

  /** Pool that is measured. */
  public readonly pool: NodePool;

  private readonly pods: MpiPods;

  /** @throws when no single pool has NVLink across nodes, or it has fewer nodes or GPUs */
  constructor(scope: Construct, id: string, props: FabricTestProps = {}) {
    super(scope, id);
    this.name = props.name ?? objectName(this);
    this.pool = props.pool ?? this.choosePool();
    if (!this.pool.multiNodeNvlink) {
      throw invalid({
        path: this.node.path,
        value: `pool '${this.pool.name}'`,
        reason: `NVLink of ${this.pool.system?.name ?? 'nodes without GPUs'} ends at the node`,
        fix: 'name a pool with NVLink across nodes, or leave the test out',
      });
    }
    const nodes = this.requireWithin('nodes', props.nodes ?? this.pool.nodesPerNvlinkDomain, 2, this.pool.nodesPerNvlinkDomain);
    const gpus = this.requireWithin('gpusPerNode', props.gpusPerNode ?? this.pool.gpusPerNode, 1, this.pool.gpusPerNode);
    const image = props.image ?? IMAGE;
    const test = props.test ?? NvbandwidthTest.MULTINODE_READ;

    this.pods = new MpiPods(this, {
      name: this.name,
      nodes,
      workers: { podSpec: workerPod(image), gpus, pool: this.pool, container: WORKER },
      launcher: { podSpec: launcherPod(image, nodes, gpus, test) },
      spec: {
        slotsPerWorker: gpus,
        // mpirun would wait for workers that are still pulling their image.
        launcherCreationPolicy: MPI_LAUNCHER_WAITS,
        runPolicy: { cleanPodPolicy: 'Running' },
        sshAuthMountPath: `${HOME}/.ssh`,
      },
    });
    this.domain = props.domain ?? new ComputeDomain(this, 'Domain', {
      name: suffixedName(this, '-domain'),
      // Over two racks it would measure what is not there.
      placement: CliquePlacement.together(),
      // nvbandwidth copies by itself, without NCCL or UCX.
      environment: NvlinkEnvironment.none(),
    });
    this.domain.attach(this);
    checkAtSynth(this, () => this.pods.check());
  }

  public get gpuNodes(): number {
    return this.pods.gpuNodes;
  }

  public get gpuPools(): NodePool[] {
    return this.pods.gpuPools;
  }

  public addToPods(fragment: PodFragment): void {
    this.pods.addToPods(fragment);
  }

  public joinQueue(queueName: string, options: QueueingOptions = {}): void {
    this.pods.joinQueue(queueName, options);
  }

  private choosePool(): NodePool {
    const pools = Cluster.of(this).pools.filter(({ multiNodeNvlink }) => multiNodeNvlink);
    if (pools.length === 1) return pools[0];
    throw invalid({
      path: this.node.path,
      value: 'no pool',
      reason: pools.length === 0 ? 'the cluster has no pool with NVLink across nodes' : `several pools fit: ${pools.map(({ name }) => name).join(', ')} (POOL-01)`,
      fix: pools.length === 0 ? "add one, for example NodePool.gb200Nvl72('rack', { racks: 1 })" : 'name one: pool',
    });
  }

  private requireWithin(prop: string, value: number, least: number, most: number): number {
    wholeNumber(this.node.path, prop, value, least);
    if (value <= most) return value;
    throw invalid({ path: this.node.path, value: `${prop}: ${value}`, reason: `pool '${this.pool.name}' has ${most}${prop === 'nodes' ? ' in an NVLink domain' : ''}`, fix: 'leave it out for all' });
  }
}

/** Starts the ranks over ssh; it needs no GPU. */
function launcherPod(image: string, nodes: number, gpus: number, test: NvbandwidthTest): PodSpec {
  return {
    containers: [{
      name: 'mpi-launcher',
      image,
      securityContext: { runAsUser: 1000 },
      command: ['mpirun'],
      args: ['--bind-to', 'core', '--map-by', `ppr:${gpus}:node`, '-np', `${nodes * gpus}`, '--report-bindings', '-q', 'nvbandwidth', '-t', test.name],
    }],
  };
}

function workerPod(image: string): PodSpec {
  return {
    containers: [{
      name: WORKER,
      image,
      securityContext: { runAsUser: 1000 },
      command: ['/usr/sbin/sshd'],
      args: ['-De', '-f', `${HOME}/.sshd_config`],
    }],
  };
}
