import * as fc from 'fast-check';
import { checkSchema } from '../../../lib/admission/schema';
import { registryEntries } from '../../../lib/facts/schemas/registry';
import { Manifest, pathText } from '../../../lib/manifests/manifest';

function wrongWith(manifest: object): string[] {
  return checkSchema(manifest as Manifest).problems.map((problem) => `${problem.rule} ${pathText(problem.path)}: ${problem.message}`);
}

const container = { name: 'main', image: 'nginx' };

function deployment(spec: object, template: object = {}): object {
  const labels = { app: 'a' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a' },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container], ...template } }, ...spec },
  };
}

test('a kind without schema is not checked, but its name is', () => {
  expect(checkSchema({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'A' } })).toMatchObject({ checked: false, problems: [{ path: ['metadata', 'name'] }] });
});

test('without apiVersion and kind nothing can be said', () => {
  expect(wrongWith({ kind: 'Pod' })).toEqual(['SCHEMA-REQUIRED apiVersion: apiVersion is required, a text']);
  expect(wrongWith([])).toEqual(['SCHEMA-TYPE : a list is no object of Kubernetes']);
});

test('the version of a component that was asked for judges', () => {
  const manifest = { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment', metadata: { name: 'a' }, spec: {} };
  expect(checkSchema(manifest, { versions: { dynamo: '1.4.0' } }).component?.version).toBe('1.4.0');
  expect(checkSchema(manifest).component?.version).toBe('1.6');
  expect(checkSchema({ ...manifest, kind: 'LPXGraphDeployment', apiVersion: 'nvidia.com/v1alpha1' }, { versions: { dynamo: '1.4.0' } }).checked).toBe(false);
});

test('of a version of which only some kinds are at hand, the newest serves the others', () => {
  const pool = { apiVersion: 'inference.networking.k8s.io/v1', kind: 'InferencePool', metadata: { name: 'pool' } };
  expect(checkSchema(pool, { versions: { gaie: '1.5.0' } })).toMatchObject({ checked: true, component: { version: '1.6.0' } });
});

test('ComputeDomain is that of its driver unless gpu-operator is asked for', () => {
  const manifest = { apiVersion: 'resource.nvidia.com/v1beta1', kind: 'ComputeDomain', metadata: { name: 'a' } };
  expect(checkSchema(manifest).component?.component).toBe('dra-driver');
  expect(checkSchema(manifest, { versions: { 'gpu-operator': '26.7.0' } }).component?.component).toBe('gpu-operator');
});

test('types and unknown keys of metadata are looked at for custom resources too', () => {
  expect(wrongWith({ apiVersion: 'nvidia.com/v1alpha1', kind: 'DynamoModel', metadata: { name: 'a', label: {} }, spec: { modelName: 'a', baseModelName: 'b' } }))
    .toEqual(['SCHEMA-UNKNOWN-FIELD metadata.label: label is no field of metadata']);
});

test('a status of the wrong shape is dropped by the server, unless the decoder trips over it', () => {
  const manifest = { apiVersion: 'nvidia.com/v1alpha1', kind: 'DynamoModel', metadata: { name: 'a' }, spec: { modelName: 'a', baseModelName: 'b' } };
  expect(wrongWith({ ...manifest, status: 'fine' })).toEqual([]);
  expect(wrongWith(deployment({})).concat(wrongWith({ ...deployment({}), status: 'fine' }))).toEqual(['SCHEMA-TYPE status: a string where an object must stand']);
});

describe('core kinds', () => {
  test('are right as people write them', () => {
    expect(wrongWith(deployment({ replicas: 2 }, { containers: [{ ...container, command: null, resources: { limits: { 'nvidia.com/gpu': 1 } } }], volumes: [{ name: 'v' }] }))).toEqual([]);
  });

  test('a StatefulSet mounts what its claim templates make, and its controller names the hosts', () => {
    const template = { metadata: { labels: { app: 'a' } }, spec: { hostname: 'a_b', containers: [{ ...container, volumeMounts: [{ name: 'data', mountPath: '/data' }] }] } };
    const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
    const set = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'a' }, spec: { selector: { matchLabels: { app: 'a' } }, template } };
    expect(wrongWith({ ...set, spec: { ...set.spec, volumeClaimTemplates: [claim] } })).toEqual([]);
    expect(wrongWith(set)).toEqual(['SCHEMA-MISMATCH spec.template.spec.containers[0].volumeMounts[0].name: the pod has no volume "data"']);
  });

  test.each<[string, object, string[]]>([
    ['restart policy', deployment({}, { restartPolicy: 'Alwayz' }), ['SCHEMA-ENUM spec.template.spec.restartPolicy']],
    ['selector', deployment({ selector: { matchLabels: { app: 'b' } } }), ['SCHEMA-MISMATCH spec.template.metadata.labels']],
    ['volume of a mount', deployment({}, { containers: [{ ...container, volumeMounts: [{ name: 'x', mountPath: '/x' }] }] }), ['SCHEMA-MISMATCH spec.template.spec.containers[0].volumeMounts[0].name']],
    ['request above limit', deployment({}, { containers: [{ ...container, resources: { limits: { cpu: 1 }, requests: { cpu: '1500m' } } }] }), ['SCHEMA-MISMATCH spec.template.spec.containers[0].resources.requests.cpu']],
    ['a GPU requested without limit', deployment({}, { containers: [{ ...container, resources: { requests: { 'nvidia.com/gpu': 1 } } }] }), ['SCHEMA-REQUIRED spec.template.spec.containers[0].resources.limits[nvidia.com/gpu]']],
    ['half a GPU', deployment({}, { containers: [{ ...container, resources: { limits: { 'nvidia.com/gpu': '500m' } } }] }), ['SCHEMA-RANGE spec.template.spec.containers[0].resources.limits[nvidia.com/gpu]']],
    ['quantity', deployment({}, { containers: [{ ...container, resources: { limits: { memory: '4 GB' } } }] }), ['SCHEMA-FORMAT spec.template.spec.containers[0].resources.limits.memory']],
    ['two containers of a name', deployment({}, { containers: [container, container] }), ['SCHEMA-DUPLICATE-KEY spec.template.spec.containers[1].name']],
    ['port', deployment({}, { containers: [{ ...container, ports: [{ containerPort: 70000, name: 'Bad' }] }] }), ['SCHEMA-RANGE spec.template.spec.containers[0].ports[0].containerPort', 'SCHEMA-FORMAT spec.template.spec.containers[0].ports[0].name']],
    ['probe', deployment({}, { containers: [{ ...container, livenessProbe: {} }] }), ['SCHEMA-REQUIRED spec.template.spec.containers[0].livenessProbe']],
    ['volume of two sources', deployment({}, { volumes: [{ name: 'v', emptyDir: {}, hostPath: { path: '/' } }] }), ['SCHEMA-ALTERNATIVES spec.template.spec.volumes[0].hostPath']],
    ['toleration', deployment({}, { tolerations: [{ effect: 'NoSchedule' }] }), ['SCHEMA-MISMATCH spec.template.spec.tolerations[0].operator']],
    ['no containers', deployment({ template: undefined }), ['SCHEMA-MISMATCH spec.template.metadata.labels', 'SCHEMA-REQUIRED spec.template.spec.containers']],
    ['Job', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a' }, spec: { template: { spec: { containers: [container] } } } }, ['SCHEMA-REQUIRED spec.template.spec.restartPolicy']],
    ['Service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { type: 'Clusterip' } }, ['SCHEMA-REQUIRED spec.ports', 'SCHEMA-ENUM spec.type']],
    ['Secret', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { token: 'not base64!' } }, ['SCHEMA-FORMAT data.token']],
    ['claim', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'a' }, spec: { accessModes: ['RWX'] } }, ['SCHEMA-ENUM spec.accessModes[0]', 'SCHEMA-REQUIRED spec.resources.requests.storage']],
  ])('%s', (_, manifest, expected) => {
    expect(wrongWith(JSON.parse(JSON.stringify(manifest))).map((text) => text.slice(0, text.indexOf(': ')))).toEqual(expected);
  });

  test('a Secret is not repeated', () => {
    expect(wrongWith({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { token: 'p4ss word' } })).toEqual(['SCHEMA-FORMAT data.token: the value is no base64']);
  });
});

describe('whatever it is given', () => {
  const kinds = [...new Set(registryEntries().flatMap(({ gvks }) => gvks))];
  const typed = fc.constantFrom(...kinds).map((gvk) => ({ apiVersion: gvk.slice(0, gvk.lastIndexOf('/')), kind: gvk.slice(gvk.lastIndexOf('/') + 1) }));

  test('it does not crash and finds the same twice', () => {
    fc.assert(fc.property(typed, fc.dictionary(fc.constantFrom('metadata', 'spec', 'status', 'data', 'rules', '__proto__', 'x'), fc.jsonValue()), (type, rest) => {
      const manifest = { ...rest, ...type } as Manifest;
      const before = JSON.stringify(manifest);
      const first = checkSchema(manifest).problems;
      expect(checkSchema(manifest).problems).toEqual(first);
      expect(JSON.stringify(manifest)).toBe(before);
    }), { numRuns: 500 });
  });

  test('any JSON value is an answer, not an exception', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => checkSchema(value as never).problems.length >= 0));
  });

  test('nesting without end is no crash', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 50_000; i++) deep = { a: [deep] };
    const manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels: deep }, spec: { containers: [deep], volumes: deep } };
    expect(checkSchema(manifest as never).problems.length).toBeGreaterThan(0);
  });
});
