import { Construct } from 'constructs';
import type { EngineComponent } from './engine-component';
import { suffixedName } from '../../cluster/private/object-name';
import { SynthFinding } from '../../cluster/private/synth-checks';
import { avoidsMultiNodeNvlink, NVLINK_KV_TRANSFER } from '../../facts/nvlink';
import { ComputeDomain, IComputeDomain, PoolFabric } from '../../infrastructure';
import { KvTransfer } from '../../memory';
import { PodFragment, PodSelection } from '../../workload';

/** Id of the domain that a graph makes for itself; no component can have it. */
const OWN_DOMAIN = 'NvlinkDomain';

/** The path of key-value caches and collectives between the pods of one graph: chosen per component, from its pool. */
export class KvPath {
  private ownDomain?: IComputeDomain;

  constructor(private readonly graph: Construct, private readonly transfer: KvTransfer) {}

  /** Writes what the component needs on the path. */
  public bind(component: EngineComponent): void {
    const domain = this.transfer.groveGroup ?? this.domainFor(component);
    if (domain) {
      domain.attach(component);
      if (component.role.disaggregated) this.useNvlinkForCaches(component);
    } else if (this.wantsRdma(component)) {
      this.useRdma(component);
    }
  }

  /** Roles that hand caches over must do it on one path: what is chosen for each pool may have nothing in common. */
  public checkBothSides(components: readonly EngineComponent[]): SynthFinding[] {
    const sides = components.filter((component) => component.role.disaggregated && component._placement.findings.length === 0);
    const paths = new Map(sides.map((component) => [this.pathOf(component), component]));
    if (paths.size < 2) return [];
    return [{
      rule: 'KVT-07',
      value: [...paths].map(([path, component]) => `${component.name} over ${path}`).join(', '),
      reason: 'the two have no transport in common',
      fix: 'put both roles on one pool, or on pools with the same fabric and kvTransfer: KvTransfer.rdma()',
    }];
  }

  private pathOf(component: EngineComponent): string {
    if (this.transfer.name === 'engineDefault') return 'what the engine finds';
    if (component._inNvlinkDomain) return 'NVLink';
    return component._placement.pool?.fabric?.name ?? 'TCP';
  }

  private domainFor(component: EngineComponent): IComputeDomain | undefined {
    if (this.transfer.domain) return this.transfer.domain;
    if (this.transfer.name !== 'fastest' || !onNvlink(component) || !spansPods(component)) return undefined;
    return this.ownDomain ??= new ComputeDomain(this.graph, OWN_DOMAIN, { name: suffixedName(this.graph, '-nvlink') });
  }

  private wantsRdma(component: EngineComponent): boolean {
    return spansPods(component) && (this.transfer.name === 'rdma' || this.transfer.name === 'fastest');
  }

  private useRdma(component: EngineComponent): void {
    // Where there is none, problemsOf() reports it.
    if (component._placement.pool?.fabric) PoolFabric.rdma().attach(component);
  }

  /** vLLM's connector leaves the transport to UCX, which uses NVLink across nodes only if told; TensorRT-LLM sets its own up. */
  private useNvlinkForCaches(component: EngineComponent): void {
    if (component._backend !== 'vllm') return;
    component.addToPods(new PodFragment({
      id: 'kv-transfer/nvlink',
      pods: PodSelection.GPU,
      environment: { ...NVLINK_KV_TRANSFER },
    }));
  }

  /** What is wrong with the path of a component on this cluster. */
  public problemsOf(component: EngineComponent): SynthFinding[] {
    const { pool } = component._placement;
    if (!pool) return [];
    if (component._inNvlinkDomain && !onNvlink(component)) {
      return [{
        rule: 'CD-08',
        value: `an NVLink domain on pool '${pool.name}'`,
        reason: `NVLink of ${pool.system?.name ?? 'its nodes'} ends at the node, so the domain gives its pods no channel`,
        fix: 'do not attach it; for key-value caches use KvTransfer.fastest() or KvTransfer.rdma()',
      }];
    }
    if (this.wantsRdma(component) && !(this.transfer.name === 'fastest' && onNvlink(component)) && !pool.fabric) {
      return [{
        rule: 'DGD-36',
        value: `pool '${pool.name}' without a fabric`,
        reason: 'engines of several pods would talk over TCP, a hundred times slower to the first token',
        fix: "declare the pool's network, for example fabric: Fabric.infiniband({ resourceName: 'rdma/ib' }), or accept it with KvTransfer.engineDefault()",
      }];
    }
    const switchedOff = avoidsMultiNodeNvlink((name) => component._userEnvironment[name]);
    if (onNvlink(component) && component.nodes > 1 && !component._inNvlinkDomain && !switchedOff) {
      return [{
        rule: 'CD-07',
        value: `an engine on ${component.nodes} nodes of pool '${pool.name}' without an NVLink domain`,
        reason: 'NCCL finds the NVLink hardware, no channel to it, and aborts',
        fix: 'attach a ComputeDomain (domain.attach(graph)), or set NCCL_MNNVL_ENABLE to \'0\'',
      }];
    }
    return [];
  }
}

function onNvlink(component: EngineComponent): boolean {
  return component._placement.pool?.multiNodeNvlink ?? false;
}

function spansPods(component: EngineComponent): boolean {
  return component.role.disaggregated || component.nodes > 1;
}
