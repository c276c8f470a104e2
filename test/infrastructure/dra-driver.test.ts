import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { Admission } from '../../lib/app/admission';
import { GpuAllocation, KubernetesVersion, NodePool, Release } from '../../lib/cluster';
import { findingsOf as severitiesOf } from '../../lib/cluster/private/synth-checks';
import {
  ConsumableShares, DraComputeDomains, DraDriver, DraDriverProps, DraGpus, DraWebhook, DriverRoot, GpuClaimTemplate, GpuRequest, GpuSharing,
  IommuBackend,
} from '../../lib/infrastructure';
import { chartOn, CPU, findingsOf, RACK } from '../support/cluster';
import { describeWithShared, SHARED } from '../support/shared';

const CLAIMS = NodePool.hgxH100('h100', { nodes: 2, gpuAllocation: GpuAllocation.CLAIMS });
const PLUGIN = NodePool.hgxH100('old', { nodes: 2 });

function driver(props: Partial<DraDriverProps> = {}, pools = [RACK, CPU]): DraDriver {
  return new DraDriver(chartOn(pools), 'dra', { driverRoot: DriverRoot.GPU_OPERATOR, ...props });
}

/** Everything that can be said, in installs that do not contradict themselves. */
const FULL: Array<Partial<DraDriverProps>> = [
  {
    gpus: DraGpus.whole({ timeSlicing: true, mps: true, healthCheck: true }),
    webhook: DraWebhook.clusterIssuer('ca'),
    controllerReplicas: 2,
    computeDomains: DraComputeDomains.driverManaged({ maxNodesPerImexDomain: 9 }),
    nodeSelector: { dra: 'yes' },
  },
  { gpus: DraGpus.passthrough({ mps: true, timeSlicing: true, deviceMetadata: true }), webhook: DraWebhook.secret('tls', 'Q0E=') },
  { gpus: DraGpus.dynamicMig({ timeSlicing: true }), webhook: DraWebhook.issuer('ca') },
];
const FULL_0_5: Array<Partial<DraDriverProps>> = [
  { version: '0.5.0', gpus: DraGpus.consumable(ConsumableShares.ofEach(4), { timeSlicing: true }), computeDomains: DraComputeDomains.hostManaged('/run/imex.sock') },
  { version: '0.5.0', computeDomains: DraComputeDomains.driverManaged({ labelCliques: true }) },
];

describe('DraDriver', () => {
  test('on a rack of the device plugin: ComputeDomains only', () => {
    const { chart, version, namespace, values } = driver();
    expect({ chart, version, namespace, values }).toMatchInlineSnapshot(`
{
  "chart": "oci://registry.k8s.io/dra-driver-nvidia/charts/dra-driver-nvidia-gpu",
  "namespace": "dra-driver-nvidia-gpu",
  "values": {
    "nvidiaDriverRoot": "/run/nvidia/driver",
    "resourceApiVersion": "resource.k8s.io/v1",
    "resources": {
      "computeDomains": {
        "enabled": true,
      },
      "gpus": {
        "enabled": false,
      },
    },
  },
  "version": "0.4.1",
}
`);
  });

  test('at its fullest', () => {
    expect(driver(FULL[0], [CLAIMS]).values).toMatchInlineSnapshot(`
{
  "controller": {
    "containers": {
      "computeDomain": {
        "env": [
          {
            "name": "MAX_NODES_PER_IMEX_DOMAIN",
            "value": "9",
          },
        ],
      },
    },
    "leaderElection": {
      "enabled": true,
    },
    "replicas": 2,
  },
  "featureGates": {
    "MPSSupport": true,
    "NVMLDeviceHealthCheck": true,
    "TimeSlicingSettings": true,
  },
  "gpuResourcesEnabledOverride": true,
  "kubeletPlugin": {
    "nodeSelector": {
      "dra": "yes",
    },
  },
  "nvidiaDriverRoot": "/run/nvidia/driver",
  "resourceApiVersion": "resource.k8s.io/v1",
  "resources": {
    "computeDomains": {
      "enabled": true,
    },
    "gpus": {
      "enabled": true,
    },
  },
  "webhook": {
    "enabled": true,
    "tls": {
      "certManager": {
        "issuerName": "ca",
        "issuerType": "clusterissuer",
      },
    },
  },
}
`);
  });

  test('hands GPUs out where a pool says so', () => {
    const { values } = driver({}, [CLAIMS, CPU]);
    expect(values).toMatchObject({ gpuResourcesEnabledOverride: true, resources: { gpus: { enabled: true }, computeDomains: { enabled: false } } });
  });

  test.each<[string, Partial<DraDriverProps>, object]>([
    ['MIG on demand', FULL[2], { featureGates: { DynamicMIG: true, TimeSlicingSettings: true } }],
    ['passthrough', FULL[1], { featureGates: { DeviceMetadata: true, MPSSupport: true, PassthroughSupport: true, TimeSlicingSettings: true } }],
    ['shares', FULL_0_5[0], {
      consumableShares: '4',
      featureGates: { ConsumableShares: true, HostManagedIMEXDaemon: true, TimeSlicingSettings: true },
      resources: { computeDomains: { enabled: true, imex: { mode: 'hostManaged', hostSocketPath: '/run/imex.sock' } } },
    }],
    ['labels of cliques', FULL_0_5[1], { kubeletPlugin: { containers: { computeDomains: { gpuCliqueLabelEnabled: true } } } }],
    ['overrides', { overrides: { logVerbosity: '6' } }, { logVerbosity: '6' }],
  ])('%s', (_, props, expected) => {
    expect(driver(props, [CLAIMS]).values).toMatchObject(expected);
  });

  test.each<[string, Partial<DraDriverProps>, NodePool[], string]>([
    ['nothing to do', {}, [PLUGIN], 'neither GPUs nor ComputeDomains'],
    ['the namespace default', { namespace: 'default' }, [RACK], "namespace: 'default' - the chart refuses the namespace default"],
    ['a version with v', { version: 'v0.4.1' }, [RACK], "version: 'v0.4.1' - versions of this chart are X.Y.Z without v (INST-05)"],
    ['a version of the older chart', { version: '25.8.0' }, [RACK], "version: '25.8.0' - up to v25.12 the driver was another chart, nvidia-dra-driver-gpu"],
    ['no replicas', { controllerReplicas: 0 }, [RACK], 'controllerReplicas: 0'],
  ])('%s is refused', (_, props, pools, message) => {
    expect(() => driver(props, pools)).toThrow(message);
  });

  test('a root that is no path, shares that are no number', () => {
    expect(() => DriverRoot.at('run')).toThrow("'run' - not an absolute path");
    expect(() => ConsumableShares.ofEach(0)).toThrow('shares: 0');
    expect(() => DraComputeDomains.driverManaged({ maxNodesPerImexDomain: 0 })).toThrow('maxNodesPerImexDomain: 0');
  });

  test.each<[string, NodePool[], Partial<DraDriverProps>, Partial<DraDriverProps>]>([
    ['INST-02', [CLAIMS, PLUGIN], {}, { nodeSelector: CLAIMS.nodeLabels }],
    ['INST-01', [RACK], { overrides: { resources: { gpus: { enabled: true } } } }, { overrides: { resources: { gpus: { enabled: true } }, gpuResourcesEnabledOverride: true } }],
    ['INST-02', [CLAIMS, PLUGIN], { nodeSelector: {} }, { nodeSelector: CLAIMS.nodeLabels }],
    ['CFG-02', [CLAIMS], { overrides: { featureGates: { DynamicMIG: true, MPSSupport: true } } }, { overrides: { featureGates: { MPSSupport: true } } }],
    ['CFG-02', [CLAIMS], { overrides: { featureGates: { DeviceMetadata: true } } }, { gpus: DraGpus.passthrough({ deviceMetadata: true }) }],
    ['CFG-02', [RACK], { overrides: { featureGates: { IMEXDaemonsWithDNSNames: false } } }, { overrides: { featureGates: { IMEXDaemonsWithDNSNames: false, ComputeDomainCliques: false } } }],
    ['INST-02', [CLAIMS, RACK], { gpus: DraGpus.none() }, { nodeSelector: CLAIMS.nodeLabels }],
    ['INST-07', [CLAIMS], { computeDomains: DraComputeDomains.hostManaged() }, { computeDomains: DraComputeDomains.hostManaged(), version: '0.5.0' }],
    ['INST-07', [RACK], { computeDomains: DraComputeDomains.driverManaged({ labelCliques: true }) }, {}],
    ['INST-08', [CLAIMS], { gpus: DraGpus.consumable(ConsumableShares.memory()) }, { gpus: DraGpus.consumable(ConsumableShares.unlimited()), version: '0.5.0' }],
  ])('%s', (rule, pools, wrong, right) => {
    const found = (props: Partial<DraDriverProps>) => {
      const chart = chartOn(pools);
      new DraDriver(chart, 'dra', { driverRoot: DriverRoot.HOST, ...props });
      return findingsOf(chart);
    };
    expect(found(wrong)).toEqual([expect.stringContaining(`${rule}: `)]);
    expect(found(right)).toEqual([]);
  });

  test('INST-10: the chart installs from Kubernetes 1.32 on, and claims are off by default before 1.34', () => {
    const on = (kubernetes: KubernetesVersion) => {
      return severitiesOf(new DraDriver(chartOn([RACK], undefined, { kubernetes }), 'dra', { driverRoot: DriverRoot.HOST })).map(({ rule, severity = 'error' }) => `${severity} ${rule}`);
    };
    expect([KubernetesVersion.V1_31, KubernetesVersion.V1_32, KubernetesVersion.V1_34].map(on)).toEqual([['error INST-10'], ['warning INST-10'], []]);
  });

  test('claims are judged by its gates and its webhook, whichever is written first', () => {
    const found = (props: Partial<DraDriverProps>, request: GpuRequest, driverFirst: boolean) => {
      const chart = chartOn([CLAIMS, CPU]);
      const make = [
        () => new DraDriver(chart, 'dra', { driverRoot: DriverRoot.HOST, ...props }), () => new GpuClaimTemplate(chart, 'claim', { requests: [request] }),
      ];
      for (const each of driverFirst ? make : [...make].reverse()) each();
      return Admission.check(chart).findings.map(({ rule, severity }) => `${severity} ${rule}`);
    };
    for (const first of [true, false]) {
      const mps = GpuRequest.gpu({ sharing: GpuSharing.mps() });
      expect(found({}, mps, first)).toEqual(['error CFG-02']);
      expect(found({ gpus: DraGpus.whole({ mps: true }) }, mps, first)).toEqual([]);
      const vfio = GpuRequest.vfio({ iommu: IommuBackend.LEGACY_ONLY });
      expect(found({ gpus: DraGpus.passthrough(), webhook: DraWebhook.selfSigned() }, vfio, first)).toEqual(['error CFG-08']);
      expect(found({ gpus: DraGpus.passthrough() }, vfio, first)).toEqual([]);
    }
  });

  test('gates in overrides that exclude each other are found once', () => {
    const chart = chartOn([CLAIMS, CPU]);
    new DraDriver(chart, 'dra', { driverRoot: DriverRoot.HOST, overrides: { featureGates: { DynamicMIG: true, MPSSupport: true } } });
    new GpuClaimTemplate(chart, 'claim', { requests: [GpuRequest.gpu()] });
    expect(Admission.check(chart).findings.map(({ rule, construct }) => `${rule} ${construct}`)).toEqual(['CFG-02 cluster/chart/dra']);
  });

  test('the version is that of the release', () => {
    const versionOn = (release: Release) => new DraDriver(chartOn([RACK], release), 'dra', { driverRoot: DriverRoot.GKE }).version;
    expect([Release.DYNAMO_1_4, Release.DYNAMO_1_5].map(versionOn)).toEqual(['0.4.1', '0.5.0']);
  });
});

/** Values that are maps of the user's own keys. */
const OPEN = ['featureGates', 'nodeSelector'];

function unknownKeys(values: any, known: any, at: string[] = []): string[] {
  if (typeof values !== 'object' || Array.isArray(values) || OPEN.includes(at[at.length - 1])) return [];
  return Object.keys(values).flatMap((key) => (key in (known ?? {}) ? unknownKeys(values[key], known[key], [...at, key]) : [[...at, key].join('.')]));
}

describeWithShared('every value is one that the chart has', () => {
  const read = (...file: string[]) => parse(fs.readFileSync(path.join(SHARED, ...file), 'utf8'));

  test.each(FULL.map((props, i) => [i, props] as const))('of 0.4.1: %i', (_, props) => {
    expect(unknownKeys(driver(props, [CLAIMS]).values, read('charts', 'dra-driver', '0.4.1', 'values.yaml'))).toEqual([]);
  });

  test.each(FULL_0_5.map((props, i) => [i, props] as const))('of 0.5: %i', (_, props) => {
    const known = read('upstream-examples', 'dra-driver', 'main__deployments__helm__dra-driver-nvidia-gpu__values.yaml');
    expect(unknownKeys(driver(props, [CLAIMS]).values, known)).toEqual([]);
  });
});
