import { ApiObject } from 'cdk8s';
import { Topology, TopologyLevel, TopologyPlacement } from '../../lib/deployment';
import { Workload } from '../../lib/workload';
import { chartOn, manifestOf, manifestsOf } from '../support/cluster';

const LEVELS = [TopologyLevel.zone(), TopologyLevel.rack(), TopologyLevel.host()];

function jobOn(chart: ReturnType<typeof chartOn>): Workload {
  return Workload.fromApiObject(new ApiObject(chart, 'job', {
    apiVersion: 'batch/v1', kind: 'Job', spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'example.com/a:1' }] } } },
  }));
}

describe('Topology', () => {
  test('one object gives KAI and Grove the same levels, and the binding names the topology', () => {
    const chart = chartOn();
    new Topology(chart, 'nvl72', { levels: LEVELS });
    expect(manifestOf(chart, 'Topology')).toEqual({
      apiVersion: 'kai.scheduler/v1alpha1',
      kind: 'Topology',
      metadata: { name: 'nvl72' },
      spec: { levels: [{ nodeLabel: 'topology.kubernetes.io/zone' }, { nodeLabel: 'nvidia.com/gpu.clique' }, { nodeLabel: 'kubernetes.io/hostname' }] },
    });
    expect(manifestOf(chart, 'ClusterTopologyBinding')).toEqual({
      apiVersion: 'grove.io/v1alpha1',
      kind: 'ClusterTopologyBinding',
      metadata: { name: 'nvl72' },
      spec: {
        levels: [
          { domain: 'zone', key: 'topology.kubernetes.io/zone' }, { domain: 'rack', key: 'nvidia.com/gpu.clique' }, { domain: 'host', key: 'kubernetes.io/hostname' },
        ],
        schedulerTopologyBindings: [{ schedulerName: 'kai-scheduler', topologyReference: 'nvl72' }],
      },
    });
  });

  test('without Grove there is no binding', () => {
    const chart = chartOn();
    new Topology(chart, 'nvl72', { levels: LEVELS, grove: false });
    expect(manifestsOf(chart, 'ClusterTopologyBinding')).toEqual([]);
  });

  test('pack writes the annotations that KAI reads on the object, with node labels', () => {
    const chart = chartOn();
    Topology.fromTopologyName(chart, 'theirs', 'cluster-topology', LEVELS).pack(jobOn(chart), TopologyPlacement.within('zone', 'rack'));
    expect(manifestOf(chart, 'Job').metadata.annotations).toEqual({
      'kai.scheduler/topology': 'cluster-topology',
      'kai.scheduler/topology-required-placement': 'topology.kubernetes.io/zone',
      'kai.scheduler/topology-preferred-placement': 'nvidia.com/gpu.clique',
    });
  });

  test('refuses levels that KAI or Grove would refuse', () => {
    const chart = chartOn();
    expect(() => new Topology(chart, 'a', { levels: [] })).toThrow('cluster/chart/a: 0 levels - a topology has 1 to 16.');
    expect(() => new Topology(chart, 'b', { levels: [TopologyLevel.rack(), TopologyLevel.rack('example.com/rack')] })).toThrow("cluster/chart/b: domain 'rack' twice");
    expect(() => new Topology(chart, 'c', { levels: [TopologyLevel.rack(), TopologyLevel.of('domain', 'nvidia.com/gpu.clique')] }))
      .toThrow("cluster/chart/c: nodeLabel 'nvidia.com/gpu.clique' twice");
    expect(() => new Topology(chart, 'd', { levels: [TopologyLevel.host(), TopologyLevel.rack()] })).toThrow("cluster/chart/d: 'host' before 'rack' - nothing is narrower than a node");
    expect(() => TopologyLevel.of('Rack', 'example.com/rack')).toThrow("TopologyLevel: domain 'Rack'");
    expect(() => TopologyLevel.block('not a label')).toThrow("TopologyLevel 'block': nodeLabel 'not a label'");
    expect(() => TopologyPlacement.within('rack', 'rack')).toThrow('what is required need not be preferred');
    const topology = new Topology(chart, 'e', { levels: LEVELS });
    const job = jobOn(chart);
    expect(() => topology.pack(job, TopologyPlacement.within('rack', 'zone'))).toThrow(
      "cluster/chart/e: level 'zone' preferred within 'rack' - 'zone' is the broader of the two, so it says nothing. Fix: write TopologyPlacement.within('zone', 'rack'), or TopologyPlacement.required('rack')",
    );
    expect(() => topology.pack(job, TopologyPlacement.required('block'))).toThrow("cluster/chart/e: level 'block' - the levels are zone, rack, host. Fix: name one of them");
  });
});
