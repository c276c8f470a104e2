import { ApiObject, Chart, Size, Testing } from 'cdk8s';
import { Cluster, GpuAllocation, KubernetesVersion, NodePool, Release } from '../../lib/cluster';
import { findingsOf as severitiesOf } from '../../lib/cluster/private/synth-checks';
import { Queue } from '../../lib/deployment';
import {
  DeviceClass, GpuAttribute, GpuClaim, GpuClaimTemplate, GpuConstraint, GpuDeviceType, GpuRequest, GpuSelector, GpuSharing, IommuBackend, MigProfile,
  TextAttribute, TimeSlice,
} from '../../lib/infrastructure';
import { KvTransfer } from '../../lib/memory';
import { DynamoGraph } from '../../lib/serving';
import { Engine, Model, Parallelism, Workload } from '../../lib/workload';
import { chartOn, CPU, findingsOf, manifestOf, manifestsOf } from '../support/cluster';

const CLAIMS = NodePool.hgxH100('h100', { nodes: 2, gpuAllocation: GpuAllocation.CLAIMS });
const PLUGIN = NodePool.hgxH100('h100', { nodes: 2 });

function podIn(chart: Chart, containers: string[] = ['main'], id = 'pod'): ApiObject {
  return new ApiObject(chart, id, { apiVersion: 'v1', kind: 'Pod', metadata: { name: id }, spec: { containers: containers.map((name) => ({ name })) } });
}

function chartFor(kubernetes: KubernetesVersion, release = Release.DYNAMO_1_4): Chart {
  return new Chart(new Cluster(Testing.app(), 'cluster', { release, kubernetes, pools: [CLAIMS] }), 'chart');
}

/** The devices that a template of these requests asks for. */
function devicesOf(...requests: GpuRequest[]): any {
  const chart = chartOn([CLAIMS]);
  new GpuClaimTemplate(chart, 'claim', { requests });
  return manifestOf(chart, 'ResourceClaimTemplate').spec.spec.devices;
}

describe('a claim template', () => {
  test('at its smallest', () => {
    const chart = chartOn([CLAIMS]);
    new GpuClaimTemplate(chart, 'one', { requests: [GpuRequest.gpu()] });
    expect(manifestOf(chart, 'ResourceClaimTemplate')).toMatchInlineSnapshot(`
{
  "apiVersion": "resource.k8s.io/v1",
  "kind": "ResourceClaimTemplate",
  "metadata": {
    "name": "one",
    "namespace": "inference",
  },
  "spec": {
    "spec": {
      "devices": {
        "requests": [
          {
            "exactly": {
              "deviceClassName": "gpu.nvidia.com",
            },
            "name": "gpu",
          },
        ],
      },
    },
  },
}
`);
  });

  test('at its fullest', () => {
    const chart = chartOn([CLAIMS]);
    const fast = GpuSelector.allOf(GpuAttribute.PRODUCT_NAME.contains('H200'), GpuAttribute.MEMORY.atLeast(Size.gibibytes(100)));
    new GpuClaimTemplate(chart, 'all', {
      name: 'everything',
      podClaimName: 'devices',
      requests: [
        GpuRequest.firstAvailable('engine', [
          GpuRequest.gpu({ name: 'large', where: fast, sharing: GpuSharing.timeSlicing(TimeSlice.LONG) }),
          GpuRequest.gpu({ name: 'small', count: 2 }),
        ]),
        GpuRequest.mig(MigProfile.of('1g.10gb'), {
          name: 'slices', count: 2, sharing: GpuSharing.mps({ activeThreadPercentage: 50, pinnedMemory: Size.gibibytes(4), pinnedMemoryByDevice: { 0: Size.gibibytes(2) } }),
        }),
        GpuRequest.gpu({ name: 'watch', adminAccess: true, tolerations: [{ key: 'gpu.nvidia.com/xid', operator: 'Exists' }], memoryShare: Size.gibibytes(2), shares: 1 }),
      ],
      constraints: [GpuConstraint.sameGpu('slices'), GpuConstraint.samePcieRoot('engine/large', 'engine/small'), GpuConstraint.distinct(GpuAttribute.UUID)],
    });
    expect(manifestOf(chart, 'ResourceClaimTemplate')).toMatchInlineSnapshot(`
{
  "apiVersion": "resource.k8s.io/v1",
  "kind": "ResourceClaimTemplate",
  "metadata": {
    "name": "everything",
    "namespace": "inference",
  },
  "spec": {
    "spec": {
      "devices": {
        "config": [
          {
            "opaque": {
              "driver": "gpu.nvidia.com",
              "parameters": {
                "apiVersion": "resource.nvidia.com/v1beta1",
                "kind": "GpuConfig",
                "sharing": {
                  "strategy": "TimeSlicing",
                  "timeSlicingConfig": {
                    "interval": "Long",
                  },
                },
              },
            },
            "requests": [
              "engine/large",
            ],
          },
          {
            "opaque": {
              "driver": "gpu.nvidia.com",
              "parameters": {
                "apiVersion": "resource.nvidia.com/v1beta1",
                "kind": "MigDeviceConfig",
                "sharing": {
                  "mpsConfig": {
                    "defaultActiveThreadPercentage": 50,
                    "defaultPerDevicePinnedMemoryLimit": {
                      "0": "2Gi",
                    },
                    "defaultPinnedDeviceMemoryLimit": "4Gi",
                  },
                  "strategy": "MPS",
                },
              },
            },
            "requests": [
              "slices",
            ],
          },
        ],
        "constraints": [
          {
            "matchAttribute": "gpu.nvidia.com/parentUUID",
            "requests": [
              "slices",
            ],
          },
          {
            "matchAttribute": "resource.kubernetes.io/pcieRoot",
            "requests": [
              "engine/large",
              "engine/small",
            ],
          },
          {
            "distinctAttribute": "gpu.nvidia.com/uuid",
          },
        ],
        "requests": [
          {
            "firstAvailable": [
              {
                "deviceClassName": "gpu.nvidia.com",
                "name": "large",
                "selectors": [
                  {
                    "cel": {
                      "expression": "device.attributes['gpu.nvidia.com'].productName.contains('H200') && 'memory' in device.capacity['gpu.nvidia.com'] && device.capacity['gpu.nvidia.com'].memory.compareTo(quantity("100Gi")) >= 0",
                    },
                  },
                ],
              },
              {
                "count": 2,
                "deviceClassName": "gpu.nvidia.com",
                "name": "small",
              },
            ],
            "name": "engine",
          },
          {
            "exactly": {
              "count": 2,
              "deviceClassName": "mig.nvidia.com",
              "selectors": [
                {
                  "cel": {
                    "expression": "device.attributes['gpu.nvidia.com'].profile == '1g.10gb'",
                  },
                },
              ],
            },
            "name": "slices",
          },
          {
            "exactly": {
              "adminAccess": true,
              "capacity": {
                "requests": {
                  "memory": "2Gi",
                  "shares": "1",
                },
              },
              "deviceClassName": "gpu.nvidia.com",
              "tolerations": [
                {
                  "key": "gpu.nvidia.com/xid",
                  "operator": "Exists",
                },
              ],
            },
            "name": "watch",
          },
        ],
      },
    },
  },
}
`);
  });

  test('is written in both places of a pod, with the toleration', () => {
    const chart = chartOn([CLAIMS]);
    const template = new GpuClaimTemplate(chart, 'gpu', { requests: [GpuRequest.gpu()] });
    template.attach(Workload.fromApiObject(podIn(chart), { pool: CLAIMS }));
    const { spec } = manifestOf(chart, 'Pod');
    expect(spec.resourceClaims).toEqual([{ name: 'gpu', resourceClaimTemplateName: 'gpu' }]);
    expect(spec.containers[0].resources).toEqual({ claims: [{ name: 'gpu' }] });
    expect(spec.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
    expect(findingsOf(chart)).toEqual([]);
  });

  test('containers can share it, or have one request each', () => {
    const chart = chartOn([CLAIMS]);
    const pod = podIn(chart, ['a', 'b', 'c']);
    const template = new GpuClaimTemplate(chart, 'gpu', { requests: [GpuRequest.gpu({ name: 'one' }), GpuRequest.gpu({ name: 'two' })] });
    template.attach(Workload.fromApiObject(pod, { container: 'a' }));
    template.attach(Workload.fromApiObject(pod, { container: 'a' }), { container: 'b', request: 'one' });
    template.attach(Workload.fromApiObject(pod, { container: 'c' }), { request: 'two' });
    const { spec } = manifestOf(chart, 'Pod');
    expect(spec.resourceClaims).toHaveLength(1);
    expect(spec.containers.map(({ resources }: any) => resources.claims)).toEqual([
      [{ name: 'gpu' }], [{ name: 'gpu', request: 'one' }], [{ name: 'gpu', request: 'two' }],
    ]);
  });

  test('gives an engine of a graph its GPUs, in place of whole ones', () => {
    const chart = chartOn([CLAIMS, CPU]);
    const slice = new GpuClaimTemplate(chart, 'slice', { requests: [GpuRequest.mig(MigProfile.of('1g.10gb'))] });
    const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('org/model') });
    graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 1 }), gpuClaim: slice });
    expect(manifestsOf(chart, 'ResourceClaimTemplate')).toHaveLength(1);
    const { spec } = manifestOf(chart, 'DynamoGraphDeployment').spec.components[0].podTemplate;
    expect(spec.resourceClaims).toEqual([{ name: 'slice', resourceClaimTemplateName: 'slice' }]);
    expect(spec.containers[0].resources).toEqual({ claims: [{ name: 'slice' }] });
  });

  test('has a device for each rank of an engine: DGD-22', () => {
    const found = (tensor: number, ...requests: GpuRequest[]) => {
      const chart = chartOn([CLAIMS]);
      const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('org/model'), kvTransfer: KvTransfer.engineDefault() });
      graph.addFrontend();
      const worker = graph.addWorker('worker', { parallelism: Parallelism.of({ tensor }), gpuClaim: new GpuClaimTemplate(chart, 'gpus', { requests }) });
      return severitiesOf(worker).map(({ rule, severity, value }) => `${severity} ${rule} ${value}`);
    };
    expect(found(2, GpuRequest.gpu())).toEqual(['error DGD-22 tensor 2 = 2 ranks with a claim of 1 device']);
    expect(found(1, GpuRequest.gpu({ count: 2 }))).toEqual(['warning DGD-22 tensor 1 = 1 ranks with a claim of 2 devices']);
    expect(found(2, GpuRequest.gpu({ count: 2 }))).toEqual([]);
    // How many these are is not one number.
    expect(found(2, GpuRequest.every(GpuRequest.gpu()))).toEqual([]);
    expect(found(2, GpuRequest.firstAvailable('any', [GpuRequest.gpu({ name: 'one' }), GpuRequest.gpu({ name: 'two', count: 2 })]))).toEqual([]);
  });

  test('is not for a whole graph', () => {
    const chart = chartOn([CLAIMS, CPU]);
    const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('org/model') });
    const template = new GpuClaimTemplate(chart, 'gpu', { requests: [GpuRequest.gpu()] });
    expect(() => template.attach(graph)).toThrow('the frontend would get them too. Fix: give them to a component');
  });

  test('whole GPUs of an engine are a claim too where the pool says so; over several nodes that is POOL-03', () => {
    const found = (tensor: number) => {
      const chart = chartOn([CLAIMS, CPU]);
      const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('org/model') });
      graph.addWorker('worker', { parallelism: Parallelism.of({ tensor }), environment: { NCCL_MNNVL_ENABLE: '0' } });
      const rules = findingsOf(chart).map((finding) => /\] (\S+):/.exec(finding)![1]);
      return rules.length > 0 ? rules : manifestOf(chart, 'DynamoGraphDeployment').spec.components[0].podTemplate.spec;
    };
    expect(found(16)).toEqual(expect.arrayContaining(['POOL-03']));
    expect(found(8)).toMatchObject({
      resourceClaims: [{ name: 'gpus', resourceClaimTemplateName: 'graph-worker-gpus' }], containers: [{ resources: { claims: [{ name: 'gpus' }] } }],
    });
  });

  test('somebody else\'s is joined by its name', () => {
    const chart = chartOn([CLAIMS]);
    GpuClaimTemplate.fromTemplateName(chart, 'theirs', 'team.gpu').attach(Workload.fromApiObject(podIn(chart)));
    expect(manifestOf(chart, 'Pod').spec.resourceClaims).toEqual([{ name: 'team-gpu', resourceClaimTemplateName: 'team.gpu' }]);
    expect(manifestsOf(chart, 'ResourceClaimTemplate')).toEqual([]);
  });
});

describe('a claim that pods share', () => {
  test('is named by all of them', () => {
    const chart = chartOn([CLAIMS]);
    const claim = new GpuClaim(chart, 'shared', { requests: [GpuRequest.gpu()], podClaimName: 'gpu' });
    for (const id of ['one', 'two']) claim.attach(Workload.fromApiObject(podIn(chart, ['main'], id)));
    expect(manifestOf(chart, 'ResourceClaim')).toEqual({
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceClaim',
      metadata: { name: 'shared', namespace: 'inference' },
      spec: { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu.nvidia.com' } }] } },
    });
    for (const pod of manifestsOf(chart, 'Pod')) expect(pod.spec.resourceClaims).toEqual([{ name: 'gpu', resourceClaimName: 'shared' }]);
  });

  test('carries the label of its queue', () => {
    const chart = chartOn([CLAIMS]);
    const claim = new GpuClaim(chart, 'shared', { requests: [GpuRequest.gpu()] });
    new Queue(chart, 'team').grant(claim);
    expect(manifestOf(chart, 'ResourceClaim').metadata.labels).toEqual({ 'kai.scheduler/queue': 'team' });
    expect(() => new Queue(chart, 'other').grant(claim)).toThrow("queues 'team' and 'other' - a shared claim is used in one queue");
  });

  test('a name that no object can have is refused where it is written', () => {
    const chart = chartOn([CLAIMS]);
    expect(() => GpuClaim.fromClaimName(chart, 'claim', '')).toThrow("cluster/chart/claim: name: '' - not a DNS subdomain");
    expect(() => GpuClaimTemplate.fromTemplateName(chart, 'template', 'A')).toThrow("cluster/chart/template: name: 'A'");
    expect(() => DeviceClass.fromDeviceClassName(chart, 'class', 'A')).toThrow("cluster/chart/class: name: 'A'");
  });

  test('somebody else\'s is joined by its name', () => {
    const chart = chartOn([CLAIMS]);
    GpuClaim.fromClaimName(chart, 'theirs', 'gpu').attach(Workload.fromApiObject(podIn(chart)));
    expect(manifestOf(chart, 'Pod').spec.resourceClaims).toEqual([{ name: 'gpu', resourceClaimName: 'gpu' }]);
  });
});

describe('requests', () => {
  test('of every device, of VFIO devices, of any slice', () => {
    expect(devicesOf(GpuRequest.every(GpuRequest.gpu())).requests).toEqual([{ name: 'gpu', exactly: { deviceClassName: 'gpu.nvidia.com', allocationMode: 'All' } }]);
    expect(devicesOf(GpuRequest.anyMig()).requests).toEqual([{ name: 'mig', exactly: { deviceClassName: 'mig.nvidia.com' } }]);
    expect(devicesOf(GpuRequest.vfio({ iommu: IommuBackend.PREFER_IOMMU_FD, iommuApiDevice: true }))).toEqual({
      requests: [{ name: 'vfio', exactly: { deviceClassName: 'vfio.gpu.nvidia.com' } }],
      config: [{
        requests: ['vfio'],
        opaque: {
          driver: 'gpu.nvidia.com',
          parameters: { apiVersion: 'resource.nvidia.com/v1beta1', kind: 'VfioDeviceConfig', iommu: { backendPolicy: 'PreferIommuFD', enableAPIDevice: true } },
        },
      }],
    });
    expect(devicesOf(GpuRequest.vfio()).config).toBeUndefined();
  });

  test('VFIO devices and GPUs are chosen by partitions of the Fabric Manager, slices are not', () => {
    const where = GpuAttribute.PARTITION_2.equalTo(1);
    for (const request of [GpuRequest.gpu({ where }), GpuRequest.vfio({ where })]) {
      expect(request._render().exactly?.selectors?.[0].cel?.expression)
        .toBe("'partition2' in device.attributes['gpu.nvidia.com'] && device.attributes['gpu.nvidia.com'].partition2 == 1");
    }
    expect(() => GpuRequest.anyMig({ where })).toThrow('devices of type mig do not publish it');
  });

  test('an attribute of older drivers is refused with its successor', () => {
    expect(() => GpuRequest.gpu({ where: new TextAttribute('gpu.nvidia.com', 'index').equalTo('0') })).toThrow('Fix: older drivers had it; select by uuid');
  });

  test.each([
    ['time slicing', GpuSharing.timeSlicing(), { strategy: 'TimeSlicing' }],
    ['time slicing with an interval', GpuSharing.timeSlicing(TimeSlice.SHORT), { strategy: 'TimeSlicing', timeSlicingConfig: { interval: 'Short' } }],
    ['MPS', GpuSharing.mps(), { strategy: 'MPS' }],
    ['MPS with users', GpuSharing.mps({ multiUser: true }), { strategy: 'MPS', mpsConfig: { multiUser: true } }],
  ])('shared by %s', (_, sharing, expected) => {
    const [{ opaque, requests }] = devicesOf(GpuRequest.gpu({ sharing })).config;
    expect(requests).toEqual(['gpu']);
    expect(opaque.parameters).toEqual({ apiVersion: 'resource.nvidia.com/v1beta1', kind: 'GpuConfig', sharing: expected });
  });

  test('of a class of one\'s own, with its selection, its sharing and its extended resource', () => {
    const chart = chartOn([CLAIMS]);
    const deviceClass = new DeviceClass(chart, 'small', {
      name: 'mig-1g-12gb.gpu.nvidia.com',
      deviceType: GpuDeviceType.MIG,
      where: GpuAttribute.MIG_PROFILE.equalTo('1g.12gb'),
      sharing: GpuSharing.mps(),
      extendedResourceName: 'nvidia.com/mig-1g.12gb',
    });
    expect(manifestOf(chart, 'DeviceClass')).toEqual({
      apiVersion: 'resource.k8s.io/v1',
      kind: 'DeviceClass',
      metadata: { name: 'mig-1g-12gb.gpu.nvidia.com' },
      spec: {
        selectors: [{
          cel: {
            expression: "device.driver == 'gpu.nvidia.com' && device.attributes['gpu.nvidia.com'].type == 'mig' && device.attributes['gpu.nvidia.com'].profile == '1g.12gb'",
          },
        }],
        config: [{ opaque: { driver: 'gpu.nvidia.com', parameters: { apiVersion: 'resource.nvidia.com/v1beta1', kind: 'MigDeviceConfig', sharing: { strategy: 'MPS' } } } }],
        extendedResourceName: 'nvidia.com/mig-1g.12gb',
      },
    });
    new GpuClaimTemplate(chart, 'claim', { requests: [GpuRequest.ofClass(deviceClass, { name: 'slice' })] });
    expect(manifestOf(chart, 'ResourceClaimTemplate').spec.spec.devices.requests).toEqual([{ name: 'slice', exactly: { deviceClassName: 'mig-1g-12gb.gpu.nvidia.com' } }]);
  });

  test.each<[string, () => unknown, string]>([
    ['an attribute that its devices do not have', () => GpuRequest.gpu({ where: GpuAttribute.MIG_PROFILE.equalTo('1g.5gb') }),
      "GpuRequest 'gpu': device.attributes['gpu.nvidia.com'].profile - devices of type gpu do not publish it"],
    ['a selector that is too long', () => GpuRequest.gpu({ where: GpuSelector.anyOf(...Array(200).fill(GpuAttribute.BRAND.equalTo('x'.repeat(20)))) }),
      'bytes - the API server takes 10240 (DRA-17)'],
    ['no devices', () => GpuRequest.gpu({ count: 0 }), 'count: 0'],
    ['a name that is none', () => GpuRequest.gpu({ name: 'a/b' }), "name 'a/b' - not a DNS label"],
    ['every device and a number', () => GpuRequest.every(GpuRequest.gpu({ count: 2 })), 'every() of count: 2'],
    ['no alternatives', () => GpuRequest.firstAvailable('a', []), '0 alternatives'],
    ['alternatives of one name', () => GpuRequest.firstAvailable('a', [GpuRequest.gpu(), GpuRequest.gpu({ count: 2 })]), "two alternatives 'gpu'"],
    ['alternatives of alternatives', () => GpuRequest.firstAvailable('a', [GpuRequest.firstAvailable('b', [GpuRequest.gpu()])]), "alternative 'b'"],
    ['alternatives with adminAccess', () => GpuRequest.firstAvailable('a', [GpuRequest.gpu({ adminAccess: true })]), "alternative 'gpu'"],
    ['a profile that is none', () => MigProfile.of('1g.5g'), "'1g.5g' - not <compute slices>g.<memory>gb"],
    ['time slicing of slices', () => GpuRequest.anyMig({ sharing: GpuSharing.timeSlicing() }), 'it has no effect (CFG-05)'],
    ['more than all threads', () => GpuSharing.mps({ activeThreadPercentage: 101 }), 'activeThreadPercentage: 101'],
    ['hardly any memory', () => GpuSharing.mps({ pinnedMemory: Size.kibibytes(512) }), 'less than 1 MiB'],
    ['a device that is none', () => GpuSharing.mps({ pinnedMemoryByDevice: { first: Size.gibibytes(1) } }), "pinnedMemoryByDevice 'first'"],
    ['an attribute without a domain', () => new TextAttribute('', 'parentUUID'), "'/parentUUID' - not a domain and a C identifier"],
  ])('%s is refused', (_, build, message) => {
    expect(build).toThrow(message);
  });

  test('sharing of a class whose devices are not known is refused', () => {
    const chart = chartOn([CLAIMS]);
    const unknown = DeviceClass.fromDeviceClassName(chart, 'unknown', 'gpu.example.com');
    expect(() => GpuRequest.ofClass(unknown, { sharing: GpuSharing.mps() })).toThrow('what the class selects is not known');
    const known = DeviceClass.fromDeviceClassName(chart, 'known', 'gpu.example.com', { deviceType: GpuDeviceType.GPU });
    expect(() => GpuRequest.ofClass(known, { sharing: GpuSharing.mps() })).not.toThrow();
  });
});

describe('claims as wholes', () => {
  const refused = (props: object) => () => new GpuClaim(chartOn([CLAIMS]), 'claim', { requests: [GpuRequest.gpu()], ...props });

  test.each<[string, object, string]>([
    ['no requests', { requests: [] }, '0 requests'],
    ['two requests of one name', { requests: [GpuRequest.gpu(), GpuRequest.gpu()] }, "two requests 'gpu'"],
    ['more devices than a claim can be given', { requests: [GpuRequest.gpu({ count: 33 })] }, '33 devices - a claim can be given 32'],
    ['a constraint on a request that is not there', { constraints: [GpuConstraint.sameGpu('mig')] }, "constraint on 'mig' - the requests are 'gpu'"],
    ['a pod claim name that is none', { podClaimName: 'a.b' }, "podClaimName: 'a.b'"],
  ])('%s', (_, props, message) => {
    expect(refused(props)).toThrow(message);
  });

  test('a request that the claim does not have', () => {
    const chart = chartOn([CLAIMS]);
    const claim = new GpuClaim(chart, 'claim', { requests: [GpuRequest.gpu()] });
    expect(() => claim.attach(Workload.fromApiObject(podIn(chart)), { request: 'mig' })).toThrow("request 'mig' - the claim has 'gpu' (DRA-05)");
  });

  test.each(['kubernetes.io/gpu', 'gpu', 'requests.nvidia.com/gpu'])('extended resource %s', (extendedResourceName) => {
    expect(() => new DeviceClass(chartOn([CLAIMS]), 'c', { deviceType: GpuDeviceType.GPU, extendedResourceName })).toThrow('(DRA-25)');
  });

  test('DRA-20: a claim on a pool of the device plugin, and not on one of the driver', () => {
    const found = (pool: NodePool) => {
      const chart = chartOn([pool]);
      new GpuClaimTemplate(chart, 'gpu', { requests: [GpuRequest.gpu()] }).attach(Workload.fromApiObject(podIn(chart), { pool }));
      return findingsOf(chart);
    };
    expect(found(PLUGIN)).toEqual([expect.stringContaining("DRA-20: a GPU claim of 'cluster/chart/pod/Workload' on pool 'h100'")]);
    expect(found(CLAIMS)).toEqual([]);
  });

  test('POOL-02: a slice is no larger than a GPU of the pool', () => {
    const found = (...requests: GpuRequest[]) => {
      const chart = chartOn([CLAIMS]);
      new GpuClaimTemplate(chart, 'slice', { requests }).attach(Workload.fromApiObject(podIn(chart), { pool: CLAIMS }));
      return findingsOf(chart);
    };
    const [large, whole] = ['7g.141gb', '7g.80gb'].map((name) => GpuRequest.mig(MigProfile.of(name)));
    expect(found(large)).toEqual([expect.stringContaining("POOL-02: MIG profile '7g.141gb' on pool 'h100' - a GPU of hgx-h100 has 80 GB")]);
    expect(found(whole)).toEqual([]);
    expect(found(GpuRequest.firstAvailable('any', [large, GpuRequest.gpu()]))).toEqual([]);
  });

  test('DRA-15: what the driver of the release does not publish yet', () => {
    const found = (where: GpuSelector) => {
      const chart = chartFor(KubernetesVersion.V1_34);
      new GpuClaim(chart, 'gpu', { requests: [GpuRequest.gpu({ where })] });
      return findingsOf(chart);
    };
    expect(found(GpuAttribute.NUMA_NODE.equalTo(0))).toEqual([expect.stringContaining("DRA-15: request 'gpu' by resource.kubernetes.io/numaNode - DRA driver 0.4.1")]);
    expect(found(GpuAttribute.PCIE_ROOT.equalTo('x'))).toEqual([]);
  });
});

describe('the version of the API follows the cluster', () => {
  const [GPU, FLAT] = [{ name: 'gpu', exactly: { deviceClassName: 'gpu.nvidia.com', count: 2 } }, { name: 'gpu', deviceClassName: 'gpu.nvidia.com', count: 2 }];

  test.each([
    [KubernetesVersion.V1_36, 'v1', GPU], [KubernetesVersion.V1_34, 'v1', GPU], [KubernetesVersion.V1_33, 'v1beta2', GPU], [KubernetesVersion.V1_32, 'v1beta1', FLAT],
  ])('%s: %s', (kubernetes, version, request) => {
    const chart = chartFor(kubernetes);
    new GpuClaimTemplate(chart, 'template', { requests: [GpuRequest.gpu({ count: 2 })] });
    new GpuClaim(chart, 'claim', { requests: [GpuRequest.gpu({ count: 2 })] });
    new DeviceClass(chart, 'class', { deviceType: GpuDeviceType.GPU });
    const kinds = [...manifestsOf(chart, 'ResourceClaimTemplate'), ...manifestsOf(chart, 'ResourceClaim'), ...manifestsOf(chart, 'DeviceClass')];
    expect(kinds.map(({ apiVersion }) => apiVersion)).toEqual(Array(3).fill(`resource.k8s.io/${version}`));
    expect(manifestOf(chart, 'ResourceClaimTemplate').spec.spec.devices.requests).toEqual([request]);
    expect(manifestOf(chart, 'ResourceClaim').spec.devices.requests).toEqual([request]);
  });
});
