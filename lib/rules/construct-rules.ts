import { EnforcedBy } from '../admission/enforced-by';
import { Rule } from '../admission/rule';

/**
 * A rule whose findings constructs make (`checkAtSynth`): a manifest no longer says what was asked for, and which pools there were to choose from.
 * Where a manifest can be judged by the same rule, the catalogue has it under the same id, and that one says who refuses it.
 */
class ConstructRule extends Rule {
  constructor(layer: string, id: string, title: string, evidence: string, enforcedBy: EnforcedBy = EnforcedBy.RUNTIME) {
    super({ id, title, layer, evidence, enforcedBy });
  }

  /** Finds nothing by itself. */
  public check(): void {}
}

/** The rules that constructs report, by id. */
export function constructRules(): Rule[] {
  const dynamo = EnforcedBy.webhook('Dynamo operator');
  return [
    new ConstructRule('cluster', 'POOL-01', 'One pool of the cluster fits a role, or the role names one', 'docs/cluster.md: which pool a role takes'),
    new ConstructRule('cluster', 'POOL-02', 'The pool of a role belongs to the cluster and has nodes and GPUs enough', 'docs/cluster.md: which pool a role takes'),
    new ConstructRule('cluster', 'POOL-03', 'Engines over several nodes have GPUs that the operator counts', 'dynamo.md 3.5: ranks are counted by nvidia.com/gpu'),
    new ConstructRule('cluster', 'POOL-04', 'What is given to pods with GPUs finds pods that ask for some', 'docs/workload.md: GPUs and pools'),
    new ConstructRule('cluster', 'POOL-05', 'The pool of pods that ask for RDMA has a fabric', 'memory.md 1.5: resource, capability and variables by fabric'),
    new ConstructRule('infrastructure', 'CD-07', 'An engine over several nodes of a rack has an NVLink domain, or NCCL is told to do without', 'infrastructure.md 5'),
    new ConstructRule('infrastructure', 'CD-08', 'An NVLink domain is only attached where NVLink crosses nodes', 'infrastructure.md 5'),
    new ConstructRule('infrastructure', 'CD-09', 'The pods that claim a channel have a node each', 'infrastructure.md 5'),
    new ConstructRule('infrastructure', 'CD-10', 'An engine stays within one NVLink domain of its pool', 'infrastructure.md 5'),
    new ConstructRule('infrastructure', 'CD-14', 'A pod has a channel of one NVLink domain', 'infrastructure.md 5'),
    new ConstructRule('infrastructure', 'CD-15', "A pod is in a domain or in a group of Grove's automatic NVLink", 'infrastructure.md 5'),
    new ConstructRule('infrastructure', 'CD-17', "GPUs of a group of Grove's automatic NVLink come from the device plugin", 'infrastructure.md 5'),
    new ConstructRule('infrastructure', 'CD-25', 'A ComputeDomain is on a Kubernetes that has claims', 'infrastructure.md 2.2, 4.1: chart kubeVersion >=1.32.0-0; resource.k8s.io is off before 1.34'),
    new ConstructRule('infrastructure', 'DRA-15', 'Selectors read attributes that the driver publishes', 'infrastructure.md 2.6, 5'),
    new ConstructRule('infrastructure', 'DRA-20', 'A pool hands its GPUs out in one way', 'infrastructure.md 1, 5'),
    new ConstructRule('infrastructure', 'INST-01', 'The chart of the DRA driver is told that no device plugin hands the same GPUs out', 'infrastructure.md 4.1, 5'),
    new ConstructRule('infrastructure', 'INST-02', 'Device plugin and DRA driver hand out different GPUs', 'infrastructure.md 4.1, 5'),
    new ConstructRule('infrastructure', 'INST-07', 'IMEX modes and clique labels are those of the driver version', 'infrastructure.md 2.8, 5'),
    new ConstructRule('infrastructure', 'INST-08', 'Consumable shares are asked of a driver that has them', 'infrastructure.md 2.9, 5'),
    new ConstructRule('infrastructure', 'INST-10', 'The DRA driver is installed on a Kubernetes that its chart takes', 'infrastructure.md 2.2, 4.1: chart kubeVersion >=1.32.0-0'),
    new ConstructRule('memory', 'KVT-07', 'Prefill and decode have a transport in common', 'memory.md 7'),
    new ConstructRule('memory', 'MC-03', 'A pod looks up names of the hub in one model cache', 'memory.md 7'),
    new ConstructRule('memory', 'MC-07', 'A role mounts the volume that its model lies in', 'memory.md 7'),
    new ConstructRule('serving', 'DGD-02', 'The runtime version is the tag of the image, else written', 'dynamo.md 2.6', dynamo),
    new ConstructRule('serving', 'DGD-13', "Names of graph and component fit Grove's budget", 'dynamo.md 3.2', dynamo),
    new ConstructRule('serving', 'DGD-14', 'Services of a graph have names of at most 63 characters that begin with a letter', 'dynamo.md 5, recorded'),
    new ConstructRule('serving', 'DGD-22', 'The GPUs of an engine are whole nodes, and as many as its ranks', 'dynamo.md 5'),
    new ConstructRule('serving', 'DGD-36', 'Engines on several nodes have RDMA, or accept TCP', 'dynamo.md 5; memory.md 1.1'),
    new ConstructRule('serving', 'DGD-53', 'The frontend mounts the volume that the model lies in', 'dynamo.md 5'),
  ];
}
