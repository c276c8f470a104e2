import { podRequests } from '../../../lib/expansion/ledger/pod-requests';

const container = (requests: object, limits: object = {}, more: object = {}) => ({ resources: { requests, limits }, ...more });

test.each<[string, Record<string, unknown>, object]>([
  ['containers add up; a limit without a request is the request', {
    containers: [container({ cpu: '500m', memory: '1Gi' }, { 'cpu': '2', 'nvidia.com/gpu': '4' }), container({ cpu: 1 })],
  }, { 'cpu': 1500, 'memory': 2 ** 30, 'nvidia.com/gpu': 4 }],
  ['an init container counts where it needs more', {
    containers: [container({ cpu: '1', memory: '1Gi' })], initContainers: [container({ cpu: '4' }), container({ memory: '512Mi' })],
  }, { cpu: 4000, memory: 2 ** 30 }],
  ['an init container that stays counts with the containers, and with those that start after it', {
    containers: [container({ cpu: '1' })], initContainers: [container({ cpu: '1' }, {}, { restartPolicy: 'Always' }), container({ cpu: '3' })],
  }, { cpu: 4000 }],
  ['requests of the pod replace those of its containers; overhead comes on top', {
    containers: [container({ cpu: '1', memory: '1Gi' })], resources: { limits: { cpu: '3' } }, overhead: { cpu: '250m' },
  }, { cpu: 3250, memory: 2 ** 30 }],
  ['what is no quantity counts nothing', { containers: [container({ cpu: 'much' }), { resources: null }, null] }, {}],
])('%s', (_, spec, expected) => {
  expect(podRequests(spec)).toEqual(expected);
});
