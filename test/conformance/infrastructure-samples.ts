import { Chart, Size, Testing } from 'cdk8s';
import { Cluster, GpuAllocation, KubernetesVersion, NodePool, Release } from '../../lib/cluster';
import { Container, KubeDeployment, KubeJob, KubeNamespace, KubePod, PodSpec } from '../../lib/crds/kubernetes';
import { Queue } from '../../lib/deployment';
import {
  ComputeDomain, DeviceClass, FabricTest, GpuAttribute, GpuClaim, GpuClaimTemplate, GpuConstraint, GpuDeviceType, GpuRequest, GpuSelector, GpuSharing,
  MigProfile, NvlinkEnvironment, TimeSlice,
} from '../../lib/infrastructure';
import { Workload } from '../../lib/workload';
import type { PublishedSample, SampleDifference } from '../support/samples';

/** A file below upstream-examples/dra-driver. */
export interface Sample extends PublishedSample {
  /** The same with constructs, in a chart on a cluster with one pool. */
  readonly build: (chart: Chart, pool: NodePool) => void;
  readonly kubernetes?: KubernetesVersion;
  readonly allocation?: GpuAllocation;
  readonly namespace?: string;
  readonly labels?: { [key: string]: string };
}

/** What the chart of a sample renders. */
export function rendered(sample: Sample): any[] {
  // Upstream selects no nodes.
  const options = { nodes: 1, nodeLabels: {}, gpuAllocation: sample.allocation ?? GpuAllocation.CLAIMS };
  const pool = sample.file.includes('imex') ? NodePool.gb200Nvl72('pool', { ...options, racks: 1 }) : NodePool.hgxH100('pool', options);
  const cluster = new Cluster(Testing.app(), 'cluster', { release: Release.DYNAMO_1_4, kubernetes: sample.kubernetes ?? KubernetesVersion.V1_34, pools: [pool] });
  const chart = new Chart(cluster, 'chart', { namespace: sample.namespace, labels: sample.labels });
  if (sample.namespace !== undefined) new KubeNamespace(chart, 'Namespace', { metadata: { name: sample.namespace } });
  sample.build(chart, pool);
  return Testing.synth(chart);
}

const IMAGE = 'ubuntu:22.04';
const NEWER = 'ubuntu:24.04';
const WAIT = "trap 'exit 0' TERM; sleep 9999 & wait";
const LIST = `nvidia-smi -L; ${WAIT}`;
const BATS = { env: 'batssuite' };

function bash(name: string, script: string, image = IMAGE): Container {
  return { name, image, command: ['bash', '-c'], args: [script] };
}

function podIn(chart: Chart, name: string, containers: Container[], spec: Partial<PodSpec> = {}, labels?: { [key: string]: string }): KubePod {
  return new KubePod(chart, name, { metadata: { name, labels }, spec: { ...spec, containers } });
}

/** The driver's tests run on nodes without the taint. */
const TOLERATION: SampleDifference = {
  path: /^(Pod|Job)\/\S+ spec\.(template\.spec\.)?tolerations$/,
  sort: 'upstream defect',
  reason: 'GPU nodes are tainted, and nothing adds the toleration for claims (DRA-21)',
};

export const SAMPLES: Sample[] = [
  {
    file: 'demo__specs__quickstart__v1__gpu-test1.yaml',
    namespace: 'gpu-test1',
    build: (chart) => {
      const gpu = new GpuClaimTemplate(chart, 'single-gpu', { requests: [GpuRequest.gpu()], podClaimName: 'gpu' });
      for (const name of ['pod1', 'pod2']) gpu.attach(Workload.fromApiObject(podIn(chart, name, [bash('ctr', LIST)], {}, { app: 'pod' })));
    },
  },
  {
    file: 'demo__specs__quickstart__v1__gpu-test2.yaml',
    namespace: 'gpu-test2',
    build: (chart) => {
      const gpu = new GpuClaimTemplate(chart, 'single-gpu', { requests: [GpuRequest.gpu()], podClaimName: 'shared-gpu' });
      const pod = podIn(chart, 'pod', ['ctr0', 'ctr1'].map((name) => bash(name, LIST)), {}, { app: 'pod' });
      for (const container of ['ctr0', 'ctr1']) gpu.attach(Workload.fromApiObject(pod, { container }));
    },
  },
  {
    file: 'demo__specs__quickstart__v1__gpu-test3.yaml',
    namespace: 'gpu-test3',
    build: (chart) => {
      const gpu = new GpuClaim(chart, 'single-gpu', { requests: [GpuRequest.gpu()], podClaimName: 'shared-gpu' });
      for (const name of ['pod1', 'pod2']) gpu.attach(Workload.fromApiObject(podIn(chart, name, [bash('ctr', LIST)], {}, { app: 'pod' })));
    },
  },
  {
    file: 'demo__specs__quickstart__v1beta1__gpu-test4.yaml',
    namespace: 'gpu-test4',
    kubernetes: KubernetesVersion.V1_32,
    build: (chart) => {
      const slices = ['mig-1g-5gb-0', 'mig-1g-5gb-1', 'mig-2g-10gb', 'mig-3g-20gb'];
      const profileOf = (name: string) => MigProfile.of(/(\dg)-(\d+gb)/.exec(name)!.slice(1).join('.'));
      const template = new GpuClaimTemplate(chart, 'mig-devices', {
        requests: slices.map((name) => GpuRequest.mig(profileOf(name), { name })), constraints: [GpuConstraint.sameGpu()],
      });
      const deployment = new KubeDeployment(chart, 'pod', {
        metadata: { name: 'pod', labels: { app: 'gpu-test4-pod' } },
        spec: {
          replicas: 4,
          selector: { matchLabels: { app: 'pod' } },
          template: { metadata: { labels: { app: 'pod' } }, spec: { containers: slices.map((_, i) => bash(`ctr${i}`, LIST)) } },
        },
      });
      slices.forEach((request, i) => template.attach(Workload.fromApiObject(deployment, { container: `ctr${i}` }), { request }));
    },
    differences: [{
      path: /spec\.devices\.constraints\[0\]\.requests$/, sort: 'operator default not written', reason: 'no requests are all requests',
    }],
  },
  {
    file: 'demo__specs__quickstart__v1__gpu-test5.yaml',
    namespace: 'gpu-test5',
    build: (chart) => {
      const gpus = new GpuClaimTemplate(chart, 'multiple-gpus', {
        podClaimName: 'shared-gpus',
        requests: [
          GpuRequest.gpu({ name: 'ts-gpu', sharing: GpuSharing.timeSlicing(TimeSlice.LONG) }),
          GpuRequest.gpu({ name: 'mps-gpu', sharing: GpuSharing.mps({ activeThreadPercentage: 50, pinnedMemory: Size.gibibytes(10) }) }),
        ],
      });
      const image = 'nvcr.io/nvidia/k8s/cuda-sample:nbody-cuda11.6.0-ubuntu18.04';
      const names = ['ts-ctr0', 'ts-ctr1', 'mps-ctr0', 'mps-ctr1'];
      const pod = podIn(chart, 'pod0', names.map((name) => bash(name, "trap 'exit 0' TERM; /tmp/sample --benchmark --numbodies=4226000 & wait", image)));
      for (const container of names) gpus.attach(Workload.fromApiObject(pod, { container }), { request: `${container.split('-')[0]}-gpu` });
    },
  },
  {
    file: 'demo__specs__quickstart__v1__gpu-test-vfiopci.yaml',
    namespace: 'gpu-test-vfio',
    build: (chart) => {
      const vfio = new GpuClaimTemplate(chart, 'single-gpu', { requests: [GpuRequest.vfio({ name: 'gpu' })], podClaimName: 'gpu' });
      vfio.attach(Workload.fromApiObject(podIn(chart, 'pod1', [bash('ctr', 'sleep 9999 & wait')], {}, { app: 'pod' })));
    },
    differences: [TOLERATION],
  },
  {
    file: 'demo__specs__extended-resources__gpu-full.yaml',
    namespace: 'extended-resource-gpu-full',
    kubernetes: KubernetesVersion.V1_36,
    allocation: GpuAllocation.extendedResource(),
    build: (chart, pool) => {
      const containers = [{ name: 'cuda-container', image: 'nvcr.io/nvidia/k8s/cuda-sample:vectoradd-cuda12.5.0' }];
      Workload.fromApiObject(podIn(chart, 'gpu-full-pod', containers, { restartPolicy: 'Never' }), { pool }).requestGpus(1);
    },
  },
  {
    file: 'demo__specs__extended-resources__mig-1g-12gb.yaml',
    namespace: 'extended-resource-mig-1g12gb',
    kubernetes: KubernetesVersion.V1_36,
    build: (chart, pool) => {
      const extendedResourceName = 'nvidia.com/mig-1g.12gb';
      new DeviceClass(chart, 'class', {
        name: 'mig-1g-12gb.gpu.nvidia.com', deviceType: GpuDeviceType.MIG, where: GpuAttribute.MIG_PROFILE.equalTo('1g.12gb'), extendedResourceName,
      });
      const container = {
        name: 'cuda-container',
        image: 'nvcr.io/nvidia/k8s/cuda-sample:vectoradd-cuda12.5.0',
        command: ['sh', '-c', 'nvidia-smi; sleep 3600'],
        resources: { limits: { [extendedResourceName]: 1 } },
      };
      const tolerations = [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }];
      podIn(chart, 'mig-1g12gb-pod', [container], { restartPolicy: 'Never', tolerations });
      expect(pool.gpuAllocation.dynamic).toBe(true);
    },
  },
  {
    file: 'tests__bats__specs__gpu-1pod-2cnt-1gpu.yaml',
    labels: BATS,
    build: (chart) => {
      const gpu = new GpuClaimTemplate(chart, 'rct-single-gpu-full', { requests: [GpuRequest.gpu()], podClaimName: 'shared-gpu' });
      const pod = podIn(chart, 'pod1', ['ctr0', 'ctr1'].map((name) => bash(name, LIST, NEWER)));
      for (const container of ['ctr0', 'ctr1']) gpu.attach(Workload.fromApiObject(pod, { container }));
    },
    differences: [TOLERATION],
  },
  {
    file: 'tests__bats__specs__gpu-2pods-1gpu.yaml',
    labels: BATS,
    build: (chart) => {
      const gpu = new GpuClaim(chart, 'rc-single-gpu-full', { requests: [GpuRequest.gpu()], podClaimName: 'gpu' });
      for (const name of ['pod1', 'pod2']) gpu.attach(Workload.fromApiObject(podIn(chart, name, [bash('ctr', LIST, NEWER)])));
    },
    differences: [TOLERATION],
  },
  {
    file: 'tests__bats__specs__gpu-two-claims-one-pod.yaml',
    labels: BATS,
    build: (chart) => {
      const pod = Workload.fromApiObject(podIn(chart, 'pod-two-claims', [bash('ctr', LIST, NEWER)]));
      for (const end of ['a', 'b']) {
        new GpuClaimTemplate(chart, `rct-claim-${end}`, { requests: [GpuRequest.gpu()], podClaimName: `gpu-${end}` }).attach(pod);
      }
    },
    differences: [TOLERATION],
  },
  {
    file: 'tests__bats__specs__gpu-job-rct.yaml',
    labels: BATS,
    build: (chart) => {
      const gpu = new GpuClaimTemplate(chart, 'rct-job-gpu', { requests: [GpuRequest.gpu()], podClaimName: 'gpu' });
      const container = bash('worker', "nvidia-smi -L && echo 'GPU Job completed successfully'", NEWER);
      gpu.attach(Workload.fromApiObject(new KubeJob(chart, 'job', {
        metadata: { name: 'gpu-job-rct' },
        spec: { completions: 2, parallelism: 1, template: { metadata: { labels: BATS }, spec: { restartPolicy: 'Never', containers: [container] } } },
      })));
    },
    differences: [TOLERATION],
  },
  {
    file: 'tests__bats__specs__gpu-mps.yaml',
    labels: BATS,
    build: (chart) => {
      const sharing = GpuSharing.mps({ activeThreadPercentage: 50, pinnedMemory: Size.gibibytes(10) });
      const gpu = new GpuClaimTemplate(chart, 'rct-mps-gpu', { requests: [GpuRequest.gpu({ sharing })], podClaimName: 'gpu' });
      const pod = podIn(chart, 'pod-mps', ['ctr0', 'ctr1'].map((name) => bash(name, LIST, NEWER)));
      for (const container of ['ctr0', 'ctr1']) gpu.attach(Workload.fromApiObject(pod, { container }));
    },
    differences: [TOLERATION],
  },
  {
    file: 'tests__bats__specs__gpu-anymig.yaml',
    labels: BATS,
    build: (chart) => {
      const slice = new GpuClaimTemplate(chart, 'rct-anymig', { requests: [GpuRequest.anyMig({ name: 'anymig' })], podClaimName: 'migdev' });
      slice.attach(Workload.fromApiObject(podIn(chart, 'pod-anymig', [bash('ctr', LIST, NEWER)])));
    },
    differences: [TOLERATION],
  },
  {
    file: 'tests__bats__specs__gpu-simple-mig.yaml',
    labels: BATS,
    build: (chart) => {
      const where = GpuSelector.allOf(GpuAttribute.MULTIPROCESSORS.moreThan(10), GpuAttribute.MEMORY.moreThan(Size.gibibytes(10)));
      const slice = new GpuClaimTemplate(chart, 'rct-mig1g', { requests: [GpuRequest.anyMig({ name: 'mig1g', where })], podClaimName: 'migdev' });
      slice.attach(Workload.fromApiObject(podIn(chart, 'pod-mig1g', [bash('ctr', LIST)])));
    },
    differences: [TOLERATION],
  },
  {
    file: 'demo__specs__consumable-shares__memory-sharing.yaml',
    namespace: 'gpu-share-memory',
    build: (chart) => {
      const share = new GpuClaimTemplate(chart, 'gpu-4gi', { requests: [GpuRequest.gpu({ memoryShare: Size.gibibytes(4) })], podClaimName: 'gpu' });
      const labels = { app: 'memory-sharing' };
      const containers = [bash('ctr', "nvidia-smi -L; echo 'running with 4Gi memory claim'; sleep 3600")];
      share.attach(Workload.fromApiObject(new KubeDeployment(chart, 'deployment', {
        metadata: { name: 'memory-sharing', labels },
        spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
      })));
    },
  },
  {
    file: 'tests__bats__specs__gpu-consumable-shares-integer.yaml',
    labels: BATS,
    build: (chart) => {
      const share = new GpuClaimTemplate(chart, 'rct-share-integer-gpu', { requests: [GpuRequest.gpu({ shares: 1 })], podClaimName: 'gpu' });
      for (const i of [0, 1]) {
        share.attach(Workload.fromApiObject(podIn(chart, `pod-share-integer-${i}`, [bash('ctr', LIST, NEWER)], { restartPolicy: 'Never' })));
      }
    },
    differences: [TOLERATION],
  },
  {
    file: 'demo__specs__imex__nvbandwidth-test-job.yaml',
    allocation: GpuAllocation.DEVICE_PLUGIN,
    build: (chart) => {
      const domain = new ComputeDomain(chart, 'domain', { name: 'nvbandwidth-test-compute-domain', environment: NvlinkEnvironment.none() });
      new FabricTest(chart, 'test', { name: 'nvbandwidth-test', nodes: 4, gpusPerNode: 2, domain });
    },
    differences: [
      { path: /^ComputeDomain\/\S+ spec\.numNodes$/, sort: 'upstream defect', reason: 'deprecated, immutable, and no pod should wait for it (CD-02)' },
      { path: /^MPIJob\/\S+ .*\.Worker\.template\.spec\.containers\[0\]\.env$/, sort: 'operator default not written', reason: 'null is nothing' },
      { path: /^MPIJob\/\S+ .*\.template\.metadata$/, sort: 'deliberate', reason: 'a label of the demo that nothing selects by' },
      {
        path: /^MPIJob\/\S+ .*\.Launcher\.template\.spec\.(affinity|nodeSelector)$/,
        sort: 'deliberate',
        reason: 'on any node of the workers\' architecture: managed clusters have no control-plane nodes',
      },
      { path: /^MPIJob\/\S+ .*\.template\.spec\.tolerations$/, sort: 'deliberate', reason: 'GPU nodes and Arm nodes are often tainted' },
    ],
  },
  {
    file: 'kai__docs__dra__gpu-imex-pod.yaml',
    allocation: GpuAllocation.DEVICE_PLUGIN,
    build: (chart) => {
      const domain = new ComputeDomain(chart, 'domain', {
        name: 'imex-channel-injection', claimTemplateName: 'imex-channel-0', environment: NvlinkEnvironment.none(),
      });
      const script = "nvidia-smi; ls -la /dev/nvidia-caps-imex-channels; trap 'exit 0' TERM; sleep 9000 & wait";
      const pod = Workload.fromApiObject(podIn(chart, 'gpu-imex-pod', [{ ...bash('main', script, 'ubuntu'), resources: { limits: { 'nvidia.com/gpu': 1 } } }]));
      domain.attach(pod);
      Queue.fromQueueName(chart, 'queue', 'default-queue').grant(pod);
    },
    differences: [
      { path: /^ComputeDomain\/\S+ spec\.numNodes$/, sort: 'upstream defect', reason: 'deprecated, immutable, and no pod should wait for it (CD-02)' },
      { path: /^Pod\/\S+ spec\.(containers\[0\]\.resources\.claims|resourceClaims)\[0\]\.name$/, sort: 'deliberate', reason: 'one name for the claim in every pod, that of the recipes' },
    ],
  },
];
