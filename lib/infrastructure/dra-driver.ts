import { Construct } from 'constructs';
import { DraComputeDomains, DraGpus } from './dra-features';
import { DraWebhook } from './dra-webhook';
import { Cluster } from '../cluster';
import { checkKubernetes } from './private/kubernetes-check';
import { checkAtSynth, SynthFinding } from '../cluster/private/synth-checks';
import { invalid } from '../core/errors';
import { isJsonObject, JsonObject, mergeJson, overridesOf } from '../core/merge';
import { isDnsLabel } from '../core/names';
import { wholeNumber } from '../core/ranges';
import { DRIVER_GATE_NEEDS, DRIVER_GATES_ON, EXCLUSIVE_DRIVER_GATES } from '../facts/dra-devices';
import { DRA_DRIVER_0_5, DRA_DRIVER_CHART, DRA_DRIVER_CHART_NAME, DRA_DRIVER_NAMESPACE, DRIVER_ROOTS, OLDER_DRA_DRIVER_MAJOR } from '../facts/dra-driver-chart';
import { isAtLeast, isVersion } from '../facts/version';
import { resourceApiVersion } from '../workload/private/claim-resource';

/** Where the GPU driver lies on a node; the commonest mistake of an install. */
export class DriverRoot {
  /** In the host's own file system. */
  public static readonly HOST = new DriverRoot(DRIVER_ROOTS.host);
  /** In the container of the GPU Operator, at its default `hostPaths.driverInstallDir`. */
  public static readonly GPU_OPERATOR = new DriverRoot(DRIVER_ROOTS.gpuOperator);
  /** Where Google Kubernetes Engine puts it. */
  public static readonly GKE = new DriverRoot(DRIVER_ROOTS.gke);

  /**
   * Somewhere else.
   *
   * @param path absolute path on the node
   * @throws when it is not absolute
   */
  public static at(path: string): DriverRoot {
    if (path.startsWith('/')) return new DriverRoot(path);
    throw invalid({ path: 'DriverRoot', value: `'${path}'`, reason: 'not an absolute path', fix: "write it like '/run/nvidia/driver'" });
  }

  private constructor(
    /** Value of `nvidiaDriverRoot`. */
    public readonly path: string,
  ) {}
}

/** Options of the DRA driver's install. */
export interface DraDriverProps {
  /** Where the GPU driver lies on the nodes. */
  readonly driverRoot: DriverRoot;

  /**
   * What it does with GPUs.
   *
   * @default - `DraGpus.whole()` where a pool hands GPUs out as claims, else `none()`
   */
  readonly gpus?: DraGpus;

  /**
   * What it does about ComputeDomains.
   *
   * @default - `DraComputeDomains.driverManaged()` where a pool has NVLink across nodes, else `none()`
   */
  readonly computeDomains?: DraComputeDomains;

  /**
   * Admission of the configurations in claims.
   *
   * @default DraWebhook.none()
   */
  readonly webhook?: DraWebhook;

  /**
   * Labels of the nodes that its plugin runs on, beside the chart's own requirement of an NVIDIA device.
   *
   * @default - all nodes with NVIDIA devices
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * Replicas of its controller; with more than one they elect a leader.
   *
   * @default 1
   */
  readonly controllerReplicas?: number;

  /**
   * Version of the chart, without `v`.
   *
   * @default - that of the cluster's release
   */
  readonly version?: string;

  /**
   * Namespace of the install.
   *
   * @default 'dra-driver-nvidia-gpu'
   */
  readonly namespace?: string;

  /**
   * Further values of the chart, merged last: objects key by key, lists as a whole.
   *
   * @default - none
   */
  readonly overrides?: unknown;
}

/**
 * The install of the NVIDIA DRA driver: chart, version and values that fit the cluster and each other. It makes no manifest yet:
 * `helm upgrade --install dra-driver <chart> --version <version> -n <namespace> -f values.yaml` with what it holds.
 *
 * Values that contradict each other, with which the chart would not render or the plugin not start, cannot be written.
 */
export class DraDriver extends Construct {
  /** Address of the chart. */
  public readonly chart: string = DRA_DRIVER_CHART;

  /** Version of the chart. */
  public readonly version: string;

  /** Namespace of the install. */
  public readonly namespace: string;

  /** Values of the chart, without those that are its defaults. */
  public readonly values: { [key: string]: unknown };

  private readonly gpus: DraGpus;
  private readonly computeDomains: DraComputeDomains;

  /** @throws when the chart would refuse namespace or version, or the driver would have nothing to do */
  constructor(scope: Construct, id: string, private readonly props: DraDriverProps) {
    super(scope, id);
    const cluster = Cluster.of(this);
    const { pools, release } = cluster;
    this.version = props.version ?? release.pinOf('dra-driver').version;
    this.namespace = props.namespace ?? DRA_DRIVER_NAMESPACE;
    this.gpus = props.gpus ?? (pools.some(({ gpuAllocation }) => gpuAllocation.dynamic) ? DraGpus.whole() : DraGpus.none());
    this.computeDomains = props.computeDomains
      ?? (pools.some(({ multiNodeNvlink }) => multiNodeNvlink) ? DraComputeDomains.driverManaged() : DraComputeDomains.none());
    this.requireSensible();
    this.values = mergeJson(this.render(), overridesOf(props.overrides, this.node.path)) as { [key: string]: unknown };
    // Rules about claims ask for its gates and its webhook.
    const { version, namespace, values } = this;
    cluster._install({ name: DRA_DRIVER_CHART_NAME, version, namespace, values, construct: this.node.path });
    checkAtSynth(this, () => [...checkKubernetes(this, { rule: 'INST-10', what: 'the DRA driver' }), ...this.checkVersion(), ...this.checkPools(), ...this.checkOverrides()]);
  }

  private requireSensible(): void {
    const refuse = (value: string, reason: string, fix: string): never => {
      throw invalid({ path: this.node.path, value, reason, fix });
    };
    if (Number(this.version.split('.')[0]) >= OLDER_DRA_DRIVER_MAJOR) {
      refuse(`version: '${this.version}'`, 'up to v25.12 the driver was another chart, nvidia-dra-driver-gpu, with other values', "use '0.4.1' or later, or leave it out");
    }
    if (!isVersion(this.version) || /^v/i.test(this.version)) refuse(`version: '${this.version}'`, 'versions of this chart are X.Y.Z without v (INST-05)', "write it like '0.4.1'");
    if (this.namespace === 'default' || !isDnsLabel(this.namespace)) {
      refuse(`namespace: '${this.namespace}'`, 'the chart refuses the namespace default, and others are DNS labels (INST-05)', 'leave it out, or name one of its own');
    }
    if (!this.gpus.enabled && !this.computeDomains.enabled) {
      refuse('neither GPUs nor ComputeDomains', 'the driver would have nothing to do: no pool hands GPUs out as claims, none has NVLink across nodes', 'give the pool gpuAllocation: GpuAllocation.CLAIMS, or say gpus or computeDomains');
    }
    if (this.props.controllerReplicas !== undefined) wholeNumber(this.node.path, 'controllerReplicas', this.props.controllerReplicas);
  }

  private render(): JsonObject {
    const { gpus, computeDomains, props } = this;
    const hostManaged = computeDomains.mode === 'hostManaged';
    const gates = [...gpus.featureGates, ...hostManaged ? ['HostManagedIMEXDaemon'] : []];
    const { maxNodesPerImexDomain, labelCliques } = computeDomains.options;
    const replicas = props.controllerReplicas ?? 1;
    return sparse({
      nvidiaDriverRoot: props.driverRoot.path,
      // Charts are often rendered without a cluster, where the chart cannot find it out and fails.
      resourceApiVersion: `resource.k8s.io/${resourceApiVersion(this)}`,
      // Asked for by the chart beside resources.gpus.enabled (INST-01).
      gpuResourcesEnabledOverride: gpus.enabled || undefined,
      consumableShares: gpus.consumableShares?.value,
      featureGates: Object.fromEntries(gates.map((gate) => [gate, true])),
      resources: {
        gpus: { enabled: gpus.enabled },
        computeDomains: {
          enabled: computeDomains.enabled,
          imex: { mode: hostManaged ? 'hostManaged' : undefined, hostSocketPath: computeDomains.socketPath },
        },
      },
      webhook: (props.webhook ?? DraWebhook.none())._values,
      controller: replicas === 1 && maxNodesPerImexDomain === undefined ? undefined : {
        replicas: replicas > 1 ? replicas : undefined,
        leaderElection: { enabled: replicas > 1 || undefined },
        containers: { computeDomain: { env: maxNodesPerImexDomain && [{ name: 'MAX_NODES_PER_IMEX_DOMAIN', value: `${maxNodesPerImexDomain}` }] } },
      },
      kubeletPlugin: { nodeSelector: props.nodeSelector, containers: { computeDomains: { gpuCliqueLabelEnabled: labelCliques || undefined } } },
    });
  }

  /** What came with 0.5 is an unknown value before: helm ignores it, or the plugin does not know the gate. */
  private checkVersion(): SynthFinding[] {
    if (isAtLeast(this.version, DRA_DRIVER_0_5)) return [];
    const since = (value: string) => ({
      value: `${value} with driver ${this.version}`, reason: `it exists from ${DRA_DRIVER_0_5} on`, fix: `give version: '${DRA_DRIVER_0_5}', or leave it out`,
    });
    return [
      ...this.computeDomains.mode === 'hostManaged' ? [{ rule: 'INST-07', ...since('DraComputeDomains.hostManaged()') }] : [],
      ...this.computeDomains.options.labelCliques ? [{ rule: 'INST-07', ...since('labelCliques') }] : [],
      ...this.gpus.consumableShares ? [{ rule: 'INST-08', ...since('DraGpus.consumable()') }] : [],
    ];
  }

  /** Choices exclude each other; `overrides` may say anything. */
  private checkOverrides(): SynthFinding[] {
    const { featureGates, resources, gpuResourcesEnabledOverride } = this.values;
    const handsOut = isJsonObject(resources) && isJsonObject(resources.gpus) && resources.gpus.enabled === true;
    const gates = isJsonObject(featureGates) ? featureGates : {};
    const isOn = (gate: string) => (gate in gates ? gates[gate] === true : DRIVER_GATES_ON.includes(gate));
    const fix = 'remove the gate from overrides, and say it by gpus or computeDomains';
    return [
      ...handsOut && gpuResourcesEnabledOverride !== true ? [{
        rule: 'INST-01',
        value: 'resources.gpus.enabled in overrides',
        reason: 'the chart does not render unless gpuResourcesEnabledOverride says that no device plugin hands the same GPUs out',
        fix: 'give gpus, for example DraGpus.whole()',
      }] : [],
      ...EXCLUSIVE_DRIVER_GATES.filter(([one, other]) => isOn(one) && isOn(other)).map(([one, other]) => (
        { rule: 'CFG-02', value: `featureGates ${one} and ${other}`, reason: 'they exclude each other: the plugin does not start', fix }
      )),
      ...DRIVER_GATE_NEEDS.filter(([gate, needs]) => isOn(gate) && !isOn(needs)).map(([gate, needs]) => (
        { rule: 'CFG-02', value: `featureGates ${gate}`, reason: `it needs ${needs}, which is off`, fix }
      )),
    ];
  }

  private checkPools(): SynthFinding[] {
    const { pools } = Cluster.of(this);
    const gpuPools = pools.filter(({ gpusPerNode }) => gpusPerNode > 0);
    const dynamic = gpuPools.filter(({ gpuAllocation }) => gpuAllocation.dynamic);
    if (!this.gpus.enabled && dynamic.length > 0) {
      return [{
        rule: 'INST-02',
        value: `DraGpus.none() and pool '${dynamic[0].name}'`,
        reason: 'the pool hands its GPUs out as claims, which nobody would meet',
        fix: 'leave gpus out',
      }];
    }
    const plugin = gpuPools.find(({ gpuAllocation }) => !gpuAllocation.dynamic);
    if (!this.gpus.enabled || plugin === undefined || Object.keys(this.props.nodeSelector ?? {}).length > 0) return [];
    return [{
      rule: 'INST-02',
      value: `GPUs of pool '${plugin.name}'`,
      reason: 'device plugin and DRA driver would both hand them out',
      fix: 'keep the driver on the other pools by nodeSelector, or give every pool with GPUs the same gpuAllocation',
    }];
  }
}

/** Without what is undefined or holds nothing. */
function sparse(value: JsonObject): JsonObject {
  const entries = Object.entries(value).map(([key, each]) => [key, isJsonObject(each) ? sparse(each) : each] as const);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined && !(isJsonObject(each) && Object.keys(each).length === 0)));
}
