import { GpuAllocation, NodePool } from '../../lib/cluster';
import { Queue } from '../../lib/deployment';
import { ComputeDomain, FabricTest, NvbandwidthTest } from '../../lib/infrastructure';
import { chartOn, CPU, findingsOf, manifestOf, manifestsOf, RACK } from '../support/cluster';

const podOf = (chart: ReturnType<typeof chartOn>, role: string) => manifestOf(chart, 'MPIJob').spec.mpiReplicaSpecs[role].template.spec;

const HOSTS = NodePool.hgxH100('hosts', { nodes: 2 });

describe('FabricTest', () => {
  test('measures the whole rack, in a domain of its own', () => {
    const chart = chartOn();
    const test = new FabricTest(chart, 'fabric');
    expect(manifestsOf(chart, 'ComputeDomain')).toMatchObject([{ metadata: { name: 'fabric-domain' } }]);
    expect(manifestOf(chart, 'MPIJob')).toMatchInlineSnapshot(`
{
  "apiVersion": "kubeflow.org/v2beta1",
  "kind": "MPIJob",
  "metadata": {
    "name": "fabric",
    "namespace": "inference",
  },
  "spec": {
    "launcherCreationPolicy": "WaitForWorkersReady",
    "mpiReplicaSpecs": {
      "Launcher": {
        "replicas": 1,
        "template": {
          "spec": {
            "containers": [
              {
                "args": [
                  "--bind-to",
                  "core",
                  "--map-by",
                  "ppr:4:node",
                  "-np",
                  "72",
                  "--report-bindings",
                  "-q",
                  "nvbandwidth",
                  "-t",
                  "multinode_device_to_device_memcpy_read_ce",
                ],
                "command": [
                  "mpirun",
                ],
                "image": "ghcr.io/nvidia/k8s-samples:nvbandwidth-v0.7-8d103163",
                "name": "mpi-launcher",
                "securityContext": {
                  "runAsUser": 1000,
                },
              },
            ],
            "nodeSelector": {
              "kubernetes.io/arch": "arm64",
            },
            "tolerations": [
              {
                "effect": "NoSchedule",
                "key": "nvidia.com/gpu",
                "operator": "Exists",
              },
              {
                "effect": "NoSchedule",
                "key": "kubernetes.io/arch",
                "operator": "Equal",
                "value": "arm64",
              },
            ],
          },
        },
      },
      "Worker": {
        "replicas": 18,
        "template": {
          "metadata": {
            "labels": {
              "cdk8s-inference/nvlink-domain": "fabric-domain-channel",
            },
          },
          "spec": {
            "affinity": {
              "nodeAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": {
                  "nodeSelectorTerms": [
                    {
                      "matchExpressions": [
                        {
                          "key": "nvidia.com/gpu.clique",
                          "operator": "Exists",
                        },
                      ],
                    },
                  ],
                },
              },
              "podAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": [
                  {
                    "labelSelector": {
                      "matchLabels": {
                        "cdk8s-inference/nvlink-domain": "fabric-domain-channel",
                      },
                    },
                    "topologyKey": "nvidia.com/gpu.clique",
                  },
                ],
              },
            },
            "containers": [
              {
                "args": [
                  "-De",
                  "-f",
                  "/home/mpiuser/.sshd_config",
                ],
                "command": [
                  "/usr/sbin/sshd",
                ],
                "image": "ghcr.io/nvidia/k8s-samples:nvbandwidth-v0.7-8d103163",
                "name": "mpi-worker",
                "resources": {
                  "claims": [
                    {
                      "name": "compute-domain-channel",
                    },
                  ],
                  "limits": {
                    "nvidia.com/gpu": "4",
                  },
                },
                "securityContext": {
                  "runAsUser": 1000,
                },
              },
            ],
            "nodeSelector": {
              "kubernetes.io/arch": "arm64",
              "nvidia.com/gpu.product": "NVIDIA-GB200",
            },
            "resourceClaims": [
              {
                "name": "compute-domain-channel",
                "resourceClaimTemplateName": "fabric-domain-channel",
              },
            ],
            "tolerations": [
              {
                "effect": "NoSchedule",
                "key": "nvidia.com/gpu",
                "operator": "Exists",
              },
              {
                "effect": "NoSchedule",
                "key": "kubernetes.io/arch",
                "operator": "Equal",
                "value": "arm64",
              },
            ],
          },
        },
      },
    },
    "runPolicy": {
      "cleanPodPolicy": "Running",
    },
    "slotsPerWorker": 4,
    "sshAuthMountPath": "/home/mpiuser/.ssh",
  },
}
`);
    expect([test.gpuNodes, test.domain.attachedNodes]).toEqual([18, 18]);
    expect(findingsOf(chart)).toEqual([]);
  });

  test('or some nodes and GPUs, in a domain that is there, by another test, in a queue', () => {
    const chart = chartOn();
    const domain = new ComputeDomain(chart, 'nvlink');
    const test = new FabricTest(chart, 'fabric', { nodes: 4, gpusPerNode: 2, domain, test: NvbandwidthTest.named('multinode_device_to_device_memcpy_write_ce'), name: 'nvbandwidth' });
    new Queue(chart, 'team').grant(test);
    const job = manifestOf(chart, 'MPIJob');
    expect(manifestsOf(chart, 'ComputeDomain')).toHaveLength(1);
    expect(job.metadata).toEqual({ name: 'nvbandwidth', namespace: 'inference', labels: { 'kai.scheduler/queue': 'team' } });
    expect([job.spec.slotsPerWorker, job.spec.mpiReplicaSpecs.Worker.replicas]).toEqual([2, 4]);
    const { args } = podOf(chart, 'Launcher').containers[0];
    expect(args.slice(args.indexOf('-np'), args.indexOf('-np') + 2)).toEqual(['-np', '8']);
    expect(args).toContain('multinode_device_to_device_memcpy_write_ce');
    expect(podOf(chart, 'Worker').resourceClaims).toEqual([{ name: 'compute-domain-channel', resourceClaimTemplateName: 'nvlink-channel' }]);
    for (const role of ['Launcher', 'Worker']) expect(podOf(chart, role).schedulerName).toBe('kai-scheduler');
  });

  test('the launcher has no GPU, no claim, and the workers\' architecture', () => {
    const chart = chartOn();
    new FabricTest(chart, 'fabric');
    const launcher = podOf(chart, 'Launcher');
    expect(launcher.resourceClaims).toBeUndefined();
    expect(launcher.containers[0].resources).toBeUndefined();
    expect(launcher.nodeSelector).toEqual({ 'kubernetes.io/arch': 'arm64' });
  });

  test('GPUs are claims where the pool hands them out so', () => {
    const pool = NodePool.gb200Nvl72('rack', { racks: 1, gpuAllocation: GpuAllocation.CLAIMS });
    const chart = chartOn([pool]);
    new FabricTest(chart, 'fabric');
    expect(podOf(chart, 'Worker').containers[0].resources).toEqual({ claims: [{ name: 'compute-domain-channel' }, { name: 'gpus' }] });
  });

  test.each<[string, NodePool[], object, string]>([
    ['no pool with NVLink across nodes', [CPU], {}, 'the cluster has no pool with NVLink across nodes'],
    ['a pool whose NVLink ends at the node', [RACK, HOSTS], { pool: HOSTS }, "pool 'hosts' - NVLink of hgx-h100 ends at the node"],
    ['several pools', [RACK, NodePool.gb300Nvl72('other', { racks: 1 })], {}, 'several pools fit: rack, other (POOL-01)'],
    ['one node', [RACK], { nodes: 1 }, 'nodes: 1 - not a whole number of at least 2'],
    ['more nodes than a domain has', [RACK], { nodes: 19 }, "nodes: 19 - pool 'rack' has 18 in an NVLink domain"],
    ['more GPUs than a node has', [RACK], { gpusPerNode: 5 }, "gpusPerNode: 5 - pool 'rack' has 4"],
  ])('%s is refused', (_, pools, props, message) => {
    expect(() => new FabricTest(chartOn(pools), 'fabric', props)).toThrow(message);
  });

  test('a test that is none is refused', () => {
    expect(() => NvbandwidthTest.named('Read it')).toThrow("'Read it' - not the name of a test");
  });
});
