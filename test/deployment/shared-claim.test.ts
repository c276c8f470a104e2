import { Chart } from 'cdk8s';
import { ClaimScope, GroveScheduler, PodCliqueSet, SharedClaim } from '../../lib/deployment';
import { chartOn, findingsOf, manifestOf } from '../support/cluster';
import { madeOf, namesOf } from '../support/expansion';

const POD = { containers: [{ name: 'main', image: 'example.com/a:1' }] };
const claimOf = (name: string, deviceClassName = 'nic.example.com') => (
  SharedClaim.of(name, { requests: [{ name: 'device', exactly: { deviceClassName } }] })
);

function setIn(chart: Chart) {
  const set = new PodCliqueSet(chart, 'set', { replicas: 2 });
  const web = set.addRole('web', { podSpec: POD });
  const group = set.addGroup('group');
  const [left, right] = ['left', 'right'].map((name) => group.addRole(name, { podSpec: POD }));
  return { set, web, group, left, right };
}

describe('SharedClaim', () => {
  test('at every level: the set holds the templates, each level says who shares, and Grove makes the claims', () => {
    const chart = chartOn();
    const { set, web, group, left } = setIn(chart);
    const [nic, disk] = [claimOf('nic'), claimOf('disk')];
    set.shareClaim(nic, ClaimScope.ALL_REPLICAS);
    set.shareClaim(disk, ClaimScope.PER_REPLICA, web, group);
    group.shareClaimAmong(nic, ClaimScope.PER_REPLICA, [left]);
    web.shareClaim(SharedClaim.fromTemplateName('theirs', 'shared'), ClaimScope.PER_REPLICA);
    const manifest = manifestOf(chart, 'PodCliqueSet');
    const { template } = manifest.spec;
    const spec = (name: string) => ({ name, templateSpec: { spec: { devices: { requests: [{ name: 'device', exactly: { deviceClassName: 'nic.example.com' } }] } } } });
    expect(template.resourceClaimTemplates).toEqual([spec('disk'), spec('nic')]);
    expect(template.resourceSharing).toEqual([
      { name: 'disk', scope: 'PerReplica', filter: { childCliqueNames: ['web'], childScalingGroupNames: ['group'] } },
      { name: 'nic', scope: 'AllReplicas' },
    ]);
    expect(template.podCliqueScalingGroups[0].resourceSharing).toEqual([{ name: 'nic', scope: 'PerReplica', filter: { childCliqueNames: ['left'] } }]);
    expect(template.cliques.find(({ name }: any) => name === 'web').resourceSharing).toEqual([{ name: 'theirs', namespace: 'shared', scope: 'PerReplica' }]);
    expect(namesOf(madeOf('ResourceClaim', [manifest])).sort()).toEqual(expect.arrayContaining(['set-0-disk', 'set-1-disk', 'set-all-nic', 'set-1-group-0-nic']));
    expect(findingsOf(chart)).toEqual([]);
  });

  test('not GPUs under KAI, which Grove leaves without the queue label', () => {
    const { set, web } = setIn(chartOn());
    expect(() => web.shareClaim(claimOf('gpu', 'gpu.nvidia.com'), ClaimScope.PER_REPLICA))
      .toThrow("cluster/chart/set/web: shared claim 'gpu' of device class 'gpu.nvidia.com' - KAI schedules no pod with a shared GPU claim");
    expect(() => set.shareClaim(claimOf('gpu', 'gpu.nvidia.com'), ClaimScope.PER_REPLICA)).toThrow('(GRV-16)');
    const volcano = new PodCliqueSet(chartOn(), 'set', { scheduler: GroveScheduler.VOLCANO });
    expect(() => volcano.shareClaim(claimOf('gpu', 'gpu.nvidia.com'), ClaimScope.PER_REPLICA)).not.toThrow();
  });

  test('once at each level, one template of a name, among roles of the group', () => {
    const chart = chartOn();
    const { set, web, group } = setIn(chart);
    web.shareClaim(claimOf('nic'), ClaimScope.PER_REPLICA);
    expect(() => web.shareClaim(claimOf('nic'), ClaimScope.ALL_REPLICAS)).toThrow("claim 'nic' shared twice");
    expect(() => group.shareClaimAmong(claimOf('nic'), ClaimScope.PER_REPLICA, [web])).toThrow("cluster/chart/set/group: role 'web' - the claim is shared among roles of the group");
    expect(() => group.shareClaimAmong(claimOf('nic'), ClaimScope.PER_REPLICA, [])).toThrow('no roles');
    set.shareClaim(claimOf('nic', 'other.example.com'), ClaimScope.PER_REPLICA);
    expect(() => manifestOf(chart, 'PodCliqueSet')).toThrow("cluster/chart/set: two claims 'nic' that differ");
  });

  test('a filter names roles by themselves and groups of the set', () => {
    const { set, left } = setIn(chartOn());
    expect(() => set.shareClaim(claimOf('nic'), ClaimScope.PER_REPLICA, left)).not.toThrow();
    const stranger = setIn(chartOn()).web;
    expect(() => set.shareClaim(claimOf('disk'), ClaimScope.PER_REPLICA, stranger)).toThrow("'web' - it is part of another PodCliqueSet");
  });

  test.each([
    [() => SharedClaim.of('a.b', { requests: [] }), "SharedClaim: name 'a.b' - not a DNS label"],
    [() => SharedClaim.of('a', {}), "SharedClaim 'a': no requests"],
    [() => SharedClaim.fromTemplateName('A'), "SharedClaim: name: 'A'"],
  ])('refuses what Grove refuses', (make, message) => {
    expect(make).toThrow(message);
  });
});
