import { Duration } from 'cdk8s';
import { FairShareUsage, PlacementStrategy, SchedulingShard } from '../../lib/deployment';
import { chartOn, manifestOf } from '../support/cluster';

describe('SchedulingShard', () => {
  test('says nothing that it was not told', () => {
    const chart = chartOn();
    new SchedulingShard(chart, 'shard', { name: 'default' });
    expect(manifestOf(chart, 'SchedulingShard')).toEqual({ apiVersion: 'kai.scheduler/v1', kind: 'SchedulingShard', metadata: { name: 'default' }, spec: {} });
  });

  test('at its fullest', () => {
    const chart = chartOn();
    new SchedulingShard(chart, 'gb200', {
      nodePool: 'gb200',
      gpuPlacement: PlacementStrategy.BINPACK,
      cpuPlacement: PlacementStrategy.SPREAD,
      preemptMinRuntime: Duration.minutes(90),
      reclaimMinRuntime: Duration.seconds(30),
      usage: FairShareUsage.sliding({
        url: 'http://prometheus-operated.monitoring.svc.cluster.local:9090',
        window: Duration.days(7),
        halfLife: Duration.hours(2),
        fetchInterval: Duration.minutes(1),
        staleness: Duration.minutes(5),
      }),
      kValue: 1,
      queueDepthPerAction: { reclaim: 10 },
      args: { 'full-hierarchy-fairness': 'false' },
    });
    expect(manifestOf(chart, 'SchedulingShard').spec).toEqual({
      partitionLabelValue: 'gb200',
      placementStrategy: { gpu: 'binpack', cpu: 'spread' },
      minRuntime: { preemptMinRuntime: '1h30m', reclaimMinRuntime: '30s' },
      usageDBConfig: {
        clientType: 'prometheus',
        connectionString: 'http://prometheus-operated.monitoring.svc.cluster.local:9090',
        usageParams: { windowType: 'sliding', windowSize: '168h', halfLifePeriod: '2h', fetchInterval: '1m', stalenessPeriod: '5m' },
      },
      kValue: 1,
      queueDepthPerAction: { reclaim: 10 },
      args: { 'full-hierarchy-fairness': 'false' },
    });
  });

  test('refuses numbers out of range, and a password in the address', () => {
    const chart = chartOn();
    expect(() => new SchedulingShard(chart, 'a', { kValue: -1 })).toThrow('cluster/chart/a: kValue: -1 - not 0 or more');
    expect(() => new SchedulingShard(chart, 'b', { queueDepthPerAction: { reclaim: 0 } })).toThrow('cluster/chart/b: queueDepthPerAction.reclaim: 0');
    expect(() => FairShareUsage.tumbling({ url: 'http://me:secret@prometheus:9090' })).toThrow(/FairShareUsage/);
  });
});
