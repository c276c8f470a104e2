import { ApiObject, Chart, Size, Testing } from 'cdk8s';
import { Admission } from '../../lib/app/admission';
import { Cluster, GpuAllocation, KubernetesVersion, NodePool, Release } from '../../lib/cluster';
import {
  CountCapacity, DeviceAttribute, DeviceClass, FlagAttribute, GpuAttribute, GpuClaimTemplate, GpuDeviceType, GpuRequest, GpuSelector, GpuSharing,
  MigProfile, NumberAttribute, SizeCapacity, TextAttribute, TimeSlice, VersionAttribute,
} from '../../lib/infrastructure';
import { factOf } from '../../lib/infrastructure/private/condition';
import { Workload } from '../../lib/workload';

/** Every comparison that an attribute has. */
function comparisonsOf(attribute: DeviceAttribute): GpuSelector[] {
  if (attribute instanceof TextAttribute) {
    return [attribute.equalTo('a\'"\\'), attribute.oneOf('a', 'b'), attribute.startsWith('a'), attribute.contains('a'), attribute.matches('^a.*$')];
  }
  if (attribute instanceof VersionAttribute) return [attribute.atLeast('570.86.05'), attribute.below('9.0'), attribute.equalTo('13')];
  if (attribute instanceof NumberAttribute) return [attribute.equalTo(1), attribute.atLeast(2)];
  if (attribute instanceof FlagAttribute) return [attribute.isTrue()];
  if (attribute instanceof SizeCapacity) {
    return [attribute.atLeast(Size.gibibytes(1)), attribute.moreThan(Size.mebibytes(1)), attribute.lessThan(Size.gibibytes(80))];
  }
  if (attribute instanceof CountCapacity) return [attribute.atLeast(1), attribute.moreThan(2)];
  throw new Error(attribute.qualifiedName);
}

function chartOf(): Chart {
  const pools = [NodePool.hgxH100('h100', { nodes: 2, gpuAllocation: GpuAllocation.CLAIMS })];
  return new Chart(new Cluster(Testing.app(), 'cluster', { release: Release.DYNAMO_1_5, kubernetes: KubernetesVersion.V1_36, pools }), 'chart', { namespace: 'a' });
}

const REQUESTS = { gpu: GpuRequest.gpu, mig: GpuRequest.anyMig, vfio: GpuRequest.vfio };

describe('what the builder makes is admitted', () => {
  test.each(['gpu', 'mig', 'vfio'] as const)('selectors of type %s', (type) => {
    const chart = chartOf();
    const attributes = (Object.values(GpuAttribute) as DeviceAttribute[]).filter((attribute) => {
      const fact = factOf((attribute as any)._field, type);
      return fact && fact.until === undefined;
    });
    const selectors = attributes.flatMap((attribute) => [...comparisonsOf(attribute), attribute.exists()]);
    selectors.forEach((where, i) => new GpuClaimTemplate(chart, `t${i}`, { requests: [REQUESTS[type]({ where })] }));
    const some = selectors.slice(0, 20);
    const where = GpuSelector.allOf(GpuSelector.anyOf(...some), GpuSelector.noneOf(...some));
    new GpuClaimTemplate(chart, 'all', { requests: [REQUESTS[type]({ where })] });
    // CFG-02: the values of the driver are not in the app.
    const found = Admission.check(chart).findings.filter(({ rule }) => rule !== 'CFG-02');
    expect(found.map(({ rule, message, path }) => `${rule} ${path}: ${message}`)).toEqual([]);
    expect(selectors.length).toBeGreaterThan(10);
  });

  test('configurations, classes, claims of pods', () => {
    const chart = chartOf();
    const pod = new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' }, spec: { containers: [{ name: 'main', image: 'a:1' }] } });
    const bounds = { pinnedMemory: Size.gibibytes(2), pinnedMemoryByDevice: { 0: Size.gibibytes(1) }, activeThreadPercentage: 0 };
    const sharing = [GpuSharing.timeSlicing(), GpuSharing.timeSlicing(TimeSlice.SHORT), GpuSharing.mps(), GpuSharing.mps(bounds)];
    const claim = new GpuClaimTemplate(chart, 'claim', {
      requests: [
        ...sharing.map((each, i) => GpuRequest.gpu({ name: `gpu-${i}`, sharing: each })),
        GpuRequest.firstAvailable('any', [
          GpuRequest.mig(MigProfile.of('1g.10gb'), { sharing: GpuSharing.mps() }), GpuRequest.gpu({ sharing: GpuSharing.mps() }),
        ]),
      ],
    });
    claim.attach(Workload.fromApiObject(pod));
    const where = GpuAttribute.MEMORY.atLeast(Size.gibibytes(80));
    const extendedResourceName = 'example.com/large';
    new DeviceClass(chart, 'gpu-large', { deviceType: GpuDeviceType.GPU, where, sharing: GpuSharing.mps(), extendedResourceName });
    expect(Admission.check(chart).errors.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });
});
