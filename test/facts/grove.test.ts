import {
  basePodGangName, cliqueClaimName, groupClaimName, headlessServiceName, leaderAddress, podCliqueName, podDnsName,
  podGangNameOfGroupReplica, podHostname, scalingGroupName, setClaimName, templateIndex,
} from '../../lib/facts/grove';

const leader = { podCliqueSet: 'dsr1', clique: 'decode-ldr', group: 'decode', groupReplica: 1 };

test('Names of a standalone clique', () => {
  const frontend = { podCliqueSet: 'dsr1', clique: 'frontend' };
  expect([podCliqueName(frontend), podHostname(frontend, 2), headlessServiceName('dsr1')]).toEqual(['dsr1-0-frontend', 'dsr1-0-frontend-2', 'dsr1-0']);
});

test('Names in a scaling group carry the group and its replica', () => {
  expect([scalingGroupName('dsr1', 'decode'), podCliqueName(leader), podDnsName(leader, 0, 'inference')])
    .toEqual(['dsr1-0-decode', 'dsr1-0-decode-1-decode-ldr', 'dsr1-0-decode-1-decode-ldr-0.dsr1-0.inference.svc.cluster.local']);
  expect(podCliqueName({ ...leader, replica: 3 })).toBe('dsr1-3-decode-1-decode-ldr');
});

test('The first minAvailable replicas of a group are in the base gang, later ones have gangs of their own counted from 0', () => {
  expect([0, 1, 2, 3].map((replica) => podGangNameOfGroupReplica('dsr1', 'decode', replica, 2))).toEqual(['dsr1-0', 'dsr1-0', 'dsr1-0-decode-0', 'dsr1-0-decode-1']);
  expect(basePodGangName('dsr1', 1)).toBe('dsr1-1');
});

test('Shared claims by level', () => {
  expect([setClaimName('p', 't'), setClaimName('p', 't', 0), groupClaimName('p', 'g', 't'), groupClaimName('p', 'g', 't', 0, 2), cliqueClaimName(leader, 't'), cliqueClaimName(leader, 't', 5)])
    .toEqual(['p-all-t', 'p-0-t', 'p-0-g-all-t', 'p-0-g-2-t', 'dsr1-0-decode-1-decode-ldr-all-t', 'dsr1-0-decode-1-decode-ldr-5-t']);
});

test('The leader is found by variables', () => {
  expect(leaderAddress('decode-ldr')).toBe('$(GROVE_PCSG_NAME)-$(GROVE_PCSG_INDEX)-decode-ldr-0.$(GROVE_HEADLESS_SERVICE)');
});

test('A clique whose name ends another one is taken for it', () => {
  expect(templateIndex('p-0-prefill-worker', ['worker', 'prefill-worker'])).toBe(0);
  expect(templateIndex('p-0-prefill-worker', ['prefill-worker', 'worker'])).toBe(0);
  expect(templateIndex('p-0-worker', ['prefill-worker', 'worker'])).toBe(1);
});
