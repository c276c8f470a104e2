import { admit } from '../../../lib/admission/admit';
import { builtInChecks } from '../../../lib/admission/checks';
import { Manifest, pathText } from '../../../lib/manifests/manifest';
import { ManifestSet } from '../../../lib/manifests/manifest-set';
import { ImmutableFieldRule } from '../../../lib/rules/kubernetes/immutable-field-rule';
import { IMMUTABLE_FIELDS } from '../../../lib/rules/kubernetes/immutable-fields';
import { differences, withValue } from '../../support/one-path';

type Steps = (string | number)[];

const of = (apiVersion: string, kind: string, rest: object): Manifest => ({ apiVersion, kind, metadata: { name: 'a', namespace: 'default' }, ...rest });
const global = (apiVersion: string, kind: string, rest: object): Manifest => ({ apiVersion, kind, metadata: { name: 'a' }, ...rest });
const POD = { containers: [{ name: 'main', image: 'example.com/a:1', resources: { limits: { cpu: '1' } } }], restartPolicy: 'Never' };
const TEMPLATE = { metadata: { labels: { app: 'a', tier: 'b' } }, spec: { ...POD, restartPolicy: 'Always' } };
const SELECTOR = { matchLabels: { app: 'a' } };

const DEPLOYMENT = of('apps/v1', 'Deployment', { spec: { replicas: 1, selector: SELECTOR, template: TEMPLATE } });
const STATEFUL_SET = of('apps/v1', 'StatefulSet', { spec: { replicas: 1, serviceName: 'a', selector: SELECTOR, template: TEMPLATE } });
const JOB = of('batch/v1', 'Job', { spec: { backoffLimit: 1, template: { spec: POD } } });
const CLAIM = of('v1', 'PersistentVolumeClaim', {
  spec: { accessModes: ['ReadWriteMany'], storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } },
});
const SECRET = of('v1', 'Secret', { metadata: { name: 'a', namespace: 'default', labels: { x: 'y' } }, type: 'Opaque' });
const FIXED = of('v1', 'ConfigMap', { metadata: { name: 'a', namespace: 'default', labels: { x: 'y' } }, immutable: true, data: { a: 'b' } });
const BINDING = of('rbac.authorization.k8s.io/v1', 'RoleBinding', {
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' }, subjects: [{ kind: 'ServiceAccount', name: 'a', namespace: 'default' }],
});
const GPU = { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu.nvidia.com' } }] } };
const TEMPLATE_OF_CLAIMS = of('resource.k8s.io/v1', 'ResourceClaimTemplate', { metadata: { name: 'a', namespace: 'default', labels: { x: 'y' } }, spec: { spec: GPU } });

/** What was applied, the path whose change the server refuses, and the nearest one that it takes; each with a value. Asked of kube-apiserver 1.36.3. */
const UPDATES: ReadonlyArray<[Manifest, Steps, unknown, Steps, unknown]> = [
  [DEPLOYMENT, ['spec', 'selector', 'matchLabels', 'tier'], 'b', ['spec', 'replicas'], 2],
  [STATEFUL_SET, ['spec', 'serviceName'], 'b', ['spec', 'replicas'], 2],
  [STATEFUL_SET, ['spec', 'volumeClaimTemplates'], [{ metadata: { name: 'd' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }], ['spec', 'minReadySeconds'], 2],
  [JOB, ['spec', 'template', 'spec', 'containers', 0, 'image'], 'example.com/a:2', ['spec', 'backoffLimit'], 2],
  [JOB, ['spec', 'template', 'spec', 'containers', 0, 'env'], [{ name: 'A', value: 'b' }], ['spec', 'ttlSecondsAfterFinished'], 2],
  [CLAIM, ['spec', 'storageClassName'], 'slow', ['metadata', 'labels'], { a: 'b' }],
  [CLAIM, ['spec', 'accessModes', 0], 'ReadWriteOnce', ['metadata', 'annotations'], { a: 'b' }],
  [SECRET, ['type'], 'example.com/other', ['metadata', 'labels', 'x'], 'z'],
  [FIXED, ['data', 'a'], 'c', ['metadata', 'labels', 'x'], 'z'],
  [FIXED, ['data', 'b'], 'c', ['metadata', 'labels', 'y'], 'z'],
  [BINDING, ['roleRef', 'name'], 'b', ['subjects', 0, 'name'], 'b'],
  [TEMPLATE_OF_CLAIMS, ['spec', 'spec', 'devices', 'requests', 0, 'exactly', 'deviceClassName'], 'mig.nvidia.com', ['metadata', 'labels', 'x'], 'z'],
  [of('resource.k8s.io/v1', 'ResourceClaim', { spec: GPU }), ['spec', 'devices', 'requests', 0, 'exactly', 'deviceClassName'], 'mig.nvidia.com', ['metadata', 'labels'], { x: 'z' }],
  [global('scheduling.k8s.io/v1', 'PriorityClass', { value: 5, description: 'a' }), ['value'], 6, ['description'], 'b'],
  [global('storage.k8s.io/v1', 'StorageClass', { provisioner: 'example.com/a', parameters: { a: 'b' } }), ['parameters', 'a'], 'c', ['allowVolumeExpansion'], true],
  [global('node.k8s.io/v1', 'RuntimeClass', { handler: 'nvidia' }), ['handler'], 'runc', ['metadata', 'labels'], { x: 'z' }],
  [global('networking.k8s.io/v1', 'IngressClass', { spec: { controller: 'example.com/a' } }), ['spec', 'controller'], 'example.com/b', ['metadata', 'labels'], { x: 'z' }],
  [of('v1', 'Service', { spec: { clusterIP: '10.0.3.4', ports: [{ port: 80 }] } }), ['spec', 'clusterIP'], '10.0.3.5', ['spec', 'ports', 0, 'port'], 81],
];

function judge(manifest: Manifest, previous: Manifest) {
  const facts = { previous: ManifestSet.of([previous]) };
  return admit(ManifestSet.of([manifest]), { ...builtInChecks(), rules: [new ImmutableFieldRule()], facts });
}

test.each(UPDATES)('%#: what the server keeps, and the nearest that may change', (before, path, to, free, value) => {
  const [bad, good] = [withValue(before, path, to), withValue(before, free, value)];
  expect([differences(before, bad).length, differences(before, good).length]).toEqual([1, 1]);
  const [found] = judge(bad, before).findings;
  expect(found).toMatchObject({ rule: 'SCHEMA-IMMUTABLE', severity: 'error', enforcedBy: { name: 'apiserver' } });
  expect(found.path).toBe(pathText(path));
  expect(judge(good, before).findings).toEqual([]);
  expect(judge(before, before).findings).toEqual([]);
});

test('What the server would fill in is no change', () => {
  const stored = withValue(JOB, ['spec', 'completionMode'], 'NonIndexed');
  expect(judge(JOB, stored).findings).toEqual([]);
  expect(judge(withValue(stored, ['spec', 'template', 'spec', 'dnsPolicy'], 'ClusterFirst'), JOB).findings).toEqual([]);
});

test('A storage class may be set where none was', () => {
  const { storageClassName: _, ...spec } = CLAIM.spec as { storageClassName: string };
  expect(judge(CLAIM, { ...CLAIM, spec }).findings).toEqual([]);
});

test('Of a Job that may be suspended, the scheduling of its pods may change', () => {
  expect(judge(withValue(JOB, ['spec', 'template', 'spec', 'nodeSelector'], { a: 'b' }), JOB).findings).toEqual([]);
});

test('Another version of a claim is not judged, and the report says so', () => {
  const report = judge({ ...TEMPLATE_OF_CLAIMS, apiVersion: 'resource.k8s.io/v1beta2' }, TEMPLATE_OF_CLAIMS);
  expect(report.findings).toEqual([]);
  expect(report.notEvaluated.map(({ rule, reason }) => `${rule}: ${reason}`)).toEqual(['SCHEMA-IMMUTABLE: it was applied as resource.k8s.io/v1: give both in one version']);
});

test('Without what was applied before, nothing is said', () => {
  expect(admit(ManifestSet.of([DEPLOYMENT]), { rules: [new ImmutableFieldRule()] }).findings).toEqual([]);
});

test('Every row names a kind once', () => {
  expect(Object.keys(IMMUTABLE_FIELDS)).toEqual([...new Set(Object.keys(IMMUTABLE_FIELDS))]);
});
