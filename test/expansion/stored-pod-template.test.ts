import { storedPodSpec } from '../../lib/expansion/stored-pod-template';

const container = (fields: object): Record<string, unknown> => (storedPodSpec({ containers: [{ name: 'a', ...fields }] }).containers as Record<string, unknown>[])[0];

test.each([
  ['a', 'Always'], ['a:latest', 'Always'], ['host:5000/a', 'Always'], ['a:1.4.0', 'IfNotPresent'], ['a@sha256:00', 'IfNotPresent'], ['a:latest@sha256:00', 'IfNotPresent'],
])('image %s is pulled %s', (image, policy) => {
  expect(container({ image }).imagePullPolicy).toBe(policy);
});

test('probes, variables and ports get their defaults, what is written stays', () => {
  expect(container({
    livenessProbe: { httpGet: { port: 1 }, periodSeconds: 3 }, env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'x' } } }], ports: [{ containerPort: 1 }],
  })).toMatchObject({
    livenessProbe: { httpGet: { path: '/', scheme: 'HTTP', port: 1 }, periodSeconds: 3, timeoutSeconds: 1, failureThreshold: 3, successThreshold: 1 },
    env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'x' } } }],
    ports: [{ containerPort: 1, protocol: 'TCP' }],
  });
});

test('volumes get the mode of their files', () => {
  const { volumes } = storedPodSpec({ containers: [], volumes: [{ name: 'a', configMap: { name: 'c' } }, { name: 'b', secret: { defaultMode: 0o400 } }, { name: 'c', hostPath: { path: '/x' } }] });
  expect(volumes).toEqual([
    { name: 'a', configMap: { name: 'c', defaultMode: 420 } }, { name: 'b', secret: { defaultMode: 256 } }, { name: 'c', hostPath: { path: '/x', type: '' } },
  ]);
});
