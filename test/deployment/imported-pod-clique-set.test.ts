import { PodCliqueSet } from '../../lib/deployment';
import { chartOn, manifestOf, manifestsOf } from '../support/cluster';
import { madeOf } from '../support/expansion';

const POD = { containers: [{ name: 'main', image: 'example.com/a:1' }] };

describe('a PodCliqueSet that somebody else created', () => {
  test('has the names that Grove makes, and makes nothing itself', () => {
    const chart = chartOn();
    const set = new PodCliqueSet(chart, 'r1', { replicas: 2 });
    set.addRole('router', { podSpec: POD, replicas: 2 });
    set.addMultiNodeRole('engine', { podSpec: POD, nodes: 2, replicas: 2 });
    const other = chartOn();
    const imported = PodCliqueSet.fromPodCliqueSetName(other, 'set', 'r1');
    expect(manifestsOf(other, 'PodCliqueSet')).toEqual([]);

    const made = [manifestOf(chart, 'PodCliqueSet')];
    const hostnames = madeOf('Pod', made).map(({ spec }) => spec.hostname);
    const names = (from: typeof imported) => [0, 1].flatMap((replica) => [
      ...[0, 1].map((pod) => from.roleNamed('router').hostname({ replica, pod })),
      ...['ldr-engine', 'wkr-engine'].flatMap((role) => [0, 1].map((instance) => from.roleNamed(role, 'engine').hostname({ replica, instance }))),
    ]);
    expect(names(imported).sort()).toEqual(hostnames.sort());
    expect(names(set)).toEqual(names(imported));
    expect(imported.headlessServiceName(1)).toBe(set.headlessServiceName(1));
    expect(imported.scalingGroupName('engine', 1)).toBe(set.scalingGroupName('engine', 1));
    expect(imported.roleNamed('wkr-engine', 'engine').podCliqueName({ instance: 1 })).toBe('r1-0-engine-1-wkr-engine');
    expect(imported.roleNamed('router').dnsName()).toBe('r1-0-router-0.r1-0.inference.svc.cluster.local');
  });

  test('may be in another namespace', () => {
    const set = PodCliqueSet.fromPodCliqueSetName(chartOn(), 'set', 'r1', { namespace: 'other' });
    expect(set.roleNamed('router').dnsName({ pod: 7 })).toBe('r1-0-router-7.r1-0.other.svc.cluster.local');
  });

  test('names that Grove could not have made are refused', () => {
    expect(() => PodCliqueSet.fromPodCliqueSetName(chartOn(), 'set', '1a')).toThrow("cluster/chart/set: name: '1a'");
    const set = PodCliqueSet.fromPodCliqueSetName(chartOn(), 'set', 'r1');
    expect(() => set.roleNamed('a.b')).toThrow("role 'a.b' - it becomes part of hostnames");
    expect(() => set.scalingGroupName('a.b')).toThrow("scaling group 'a.b'");
    expect(() => set.headlessServiceName(-1)).toThrow('replica: -1');
  });
});

test('a set of our own knows its roles and groups by name, and no others', () => {
  const set = new PodCliqueSet(chartOn(), 'r1');
  const role = set.addRole('router', { podSpec: POD });
  const engine = set.addMultiNodeRole('engine', { podSpec: POD, nodes: 2 });
  expect([set.roleNamed('router'), set.roleNamed('ldr-engine', 'engine')]).toEqual([role, engine.leader]);
  expect(() => set.roleNamed('ldr-engine')).toThrow("cluster/chart/r1: role 'ldr-engine' - the set has 'ldr-engine', 'wkr-engine', 'router'. Fix: name one of them, and its group");
  expect(() => set.scalingGroupName('router')).toThrow("scaling group 'router' - the set has 'engine'");
  expect(() => new PodCliqueSet(chartOn(), 'empty').scalingGroupName('a')).toThrow('the set has none');
});
