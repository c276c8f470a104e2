import { clique, madeOf, namesOf, podCliqueSet } from '../../support/expansion';

const request = (deviceClassName: string) => ({ spec: { devices: { requests: [{ name: 'd', exactly: { deviceClassName } }] } } });
const template = (name: string) => ({ name, templateSpec: request(`${name}.example.com`) });
const set = (more: object, cliques = [clique('a', { replicas: 2 }), clique('b')]) => podCliqueSet({ cliques, resourceClaimTemplates: [template('t')], ...more });

test('A claim of all replicas is one, of each replica as many as there are', () => {
  const claims = (scope: string) => namesOf(madeOf('ResourceClaim', [{ ...set({ resourceSharing: [{ name: 't', scope }] }), spec: { ...set({ resourceSharing: [{ name: 't', scope }] }).spec, replicas: 2 } }]));
  expect(claims('AllReplicas')).toEqual(['p-all-t']);
  expect(claims('PerReplica')).toEqual(['p-0-t', 'p-1-t']);
});

test('A request without a count is for one device', () => {
  const [claim] = madeOf('ResourceClaim', [set({ resourceSharing: [{ name: 't', scope: 'AllReplicas' }] })]);
  expect(claim.spec.devices.requests).toEqual([{ name: 'd', exactly: { deviceClassName: 't.example.com', allocationMode: 'ExactCount', count: 1 } }]);
});

test('Pods of a clique share by index, in every container, and a filter leaves others out', () => {
  const cliques = [clique('a', { replicas: 2 }, { resourceSharing: [{ name: 't', scope: 'PerReplica' }] }), clique('b')];
  const filtered = set({ resourceSharing: [{ name: 't', scope: 'AllReplicas', filter: { childCliqueNames: ['b'] } }] }, cliques);
  expect(madeOf('Pod', [filtered]).map(({ spec }) => spec.resourceClaims.map(({ resourceClaimName }: any) => resourceClaimName)))
    .toEqual([['p-0-a-0-t'], ['p-0-a-1-t'], ['p-all-t']]);
  expect(madeOf('Pod', [filtered])[0].spec.containers[0].resources.claims).toEqual([{ name: 'p-0-a-0-t' }]);
});

test('A template outside the set is found among the manifests; one that nobody brings may exist: pods refer to its claim', () => {
  const shared = set({ resourceSharing: [{ name: 'ext', scope: 'AllReplicas' }] });
  const external = { apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaimTemplate', metadata: { name: 'ext' }, spec: request('gpu.nvidia.com') };
  expect(namesOf(madeOf('ResourceClaim', [shared, external]))).toEqual(['p-all-ext']);
  expect(madeOf('ResourceClaim', [shared])).toEqual([]);
  expect(madeOf('Pod', [shared])[0].spec.resourceClaims).toEqual([{ name: 'p-all-ext', resourceClaimName: 'p-all-ext' }]);
});
