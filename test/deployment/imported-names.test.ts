import { PriorityClass, Queue, SchedulingShard, SharedClaim, Topology, TopologyLevel } from '../../lib/deployment';
import { ComputeDomain, DeviceClass, GpuClaim, GpuClaimTemplate } from '../../lib/infrastructure';
import { ModelCache } from '../../lib/memory';
import { chartOn } from '../support/cluster';

type Import = (chart: ReturnType<typeof chartOn>, name: string) => unknown;

test.each<[string, Import]>([
  ['Queue', (chart, name) => Queue.fromQueueName(chart, 'theirs', name)],
  ['PriorityClass', (chart, name) => PriorityClass.fromPriorityClassName(chart, 'theirs', name)],
  ['Topology', (chart, name) => Topology.fromTopologyName(chart, 'theirs', name, [TopologyLevel.rack()])],
  ['SharedClaim', (_, name) => SharedClaim.fromTemplateName(name)],
  ['ComputeDomain', (chart, name) => ComputeDomain.fromComputeDomainName(chart, 'theirs', name)],
  ['DeviceClass', (chart, name) => DeviceClass.fromDeviceClassName(chart, 'theirs', name)],
  ['GpuClaim', (chart, name) => GpuClaim.fromClaimName(chart, 'theirs', name)],
  ['GpuClaimTemplate', (chart, name) => GpuClaimTemplate.fromTemplateName(chart, 'theirs', name)],
  ['ModelCache', (chart, name) => ModelCache.fromClaimName(chart, 'theirs', name)],
])('%s: an object of somebody else has a name that it can have', (_, imported) => {
  expect(() => imported(chartOn(), 'team.a')).not.toThrow();
  for (const name of ['Bad Name', '']) expect(() => imported(chartOn(), name)).toThrow(`'${name}' - not a DNS subdomain`);
});

test('a node pool is the value of a label', () => {
  const refused = "nodePool: 'pool 1' - not the value of a label, of 1 to 63 characters. Fix: use letters, digits and inner hyphens, dots and underscores";
  expect(() => new Queue(chartOn(), 'team', { nodePool: 'pool 1' })).toThrow(`cluster/chart/team: ${refused}`);
  expect(() => new SchedulingShard(chartOn(), 'shard', { nodePool: 'pool 1' })).toThrow(`cluster/chart/shard: ${refused}`);
  expect(() => new Queue(chartOn(), 'team', { nodePool: '' })).toThrow("nodePool: ''");
  expect(new Queue(chartOn(), 'team', { nodePool: 'Pool_1' }).nodePool).toBe('Pool_1');
});

test('a grant names a node pool and a priority class that can be', () => {
  const chart = chartOn();
  const queue = Queue.fromQueueName(chart, 'theirs', 'team');
  const claim = GpuClaim.fromClaimName(chart, 'claim', 'shared');
  const member = Object.assign(claim, { joinQueue: () => undefined });
  expect(() => queue.grant(member, { nodePool: 'pool 1' })).toThrow("cluster/chart/theirs: nodePool: 'pool 1'");
  expect(() => queue.grant(member, { priorityClassName: 'High Priority' })).toThrow("cluster/chart/theirs: priorityClassName: 'High Priority' - not a DNS subdomain");
  expect(() => queue.grant(member, { nodePool: 'gb200', priorityClassName: 'high' })).not.toThrow();
});
