import { withJsonKeys } from '../../../lib/facts/schemas/json-keys';
import { manifest, objectManifest } from '../../../lib/facts/schemas/manifest';
import { componentSchema, kindSchema, servedBy, versionsOf } from '../../../lib/facts/schemas/registry';
import { compact } from '../../../tools/import/compact';

const SERVICE = { apiVersion: 'v1', kind: 'Service' };
const GRAPH = { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment' };

describe('keys', () => {
  test('have the names of the schema', () => {
    expect(manifest('kubernetes', SERVICE, { spec: { clusterIp: 'None', clusterIPs: ['None'], loadBalancerIp: '10.0.0.1' } })).toEqual({
      ...SERVICE, spec: { clusterIP: 'None', clusterIPs: ['None'], loadBalancerIP: '10.0.0.1' },
    });
    expect(manifest('kubernetes', { apiVersion: 'v1', kind: 'Pod' }, { spec: { hostIpc: true, hostPid: false, setHostnameAsFqdn: true } })).toMatchObject({
      spec: { hostIPC: true, hostPID: false, setHostnameAsFQDN: true },
    });
  });

  test('in snake_case', () => {
    const props = { spec: { groups: [{ name: 'g', partialResponseStrategy: 'warn', rules: [{ expr: 'up', keepFiringFor: '5m' }] }] } };
    expect(manifest('prometheus-operator', { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule' }, props).spec).toEqual({
      groups: [{ name: 'g', partial_response_strategy: 'warn', rules: [{ expr: 'up', keep_firing_for: '5m' }] }],
    });
  });

  test('with dots, slashes, dollar signs and words that jsii reserves (no CRD has them today)', () => {
    const keys = ['nvidia.com/gpu.count', '$ref', 'foo-bar', 'build'];
    const schema = compact({ type: 'object', properties: Object.fromEntries(keys.map((key) => [key, { type: 'string' }])) }, () => ({}));
    expect(schema.names).toEqual({ nvidiaComGpuCount: 'nvidia.com/gpu.count', ref: '$ref', fooBar: 'foo-bar', build_: 'build' });
    expect(withJsonKeys({ nvidiaComGpuCount: '1', ref: '2', fooBar: '3', build_: '4' }, schema, {})).toEqual({
      'nvidia.com/gpu.count': '1', '$ref': '2', 'foo-bar': '3', 'build': '4',
    });
  });

  test('that have their JSON names already stay, so that mapping twice changes nothing', () => {
    const once = manifest('kubernetes', SERVICE, { spec: { clusterIp: 'None', externalIPs: ['1.2.3.4'] } });
    const { apiVersion: _, kind: __, ...props } = once;
    expect(manifest('kubernetes', SERVICE, props)).toEqual(once);
  });

  test('of maps are left alone, and so is everything in open objects', () => {
    const labels = { clusterIp: 'a', hostIpc: 'b' };
    expect(manifest('kubernetes', SERVICE, { metadata: { labels }, spec: { selector: labels } })).toEqual({ ...SERVICE, metadata: { labels }, spec: { selector: labels } });
    const value = { spec: { clusterIp: 'kept', hostIpc: [{ setHostnameAsFqdn: 1 }] } };
    expect(manifest('dynamo', GRAPH, { spec: { providerOverride: { apiVersion: 'grove.io/v1alpha1', value } } })).toEqual({
      ...GRAPH, spec: { providerOverride: { apiVersion: 'grove.io/v1alpha1', value } },
    });
  });

  test('that the schema does not have pass unchanged, for admission to report', () => {
    expect(manifest('kubernetes', SERVICE, { spec: { clusterIpp: 'None' } })).toEqual({ ...SERVICE, spec: { clusterIpp: 'None' } });
  });

  test('`__proto__` in a map is a key like others', () => {
    const labels = JSON.parse('{"__proto__": "x"}');
    expect(JSON.stringify(manifest('kubernetes', SERVICE, { spec: { selector: labels } }).spec)).toBe('{"selector":{"__proto__":"x"}}');
  });
});

describe('values', () => {
  test('undefined ones go, null ones stay', () => {
    expect(JSON.stringify(manifest('kubernetes', SERVICE, { spec: { clusterIp: undefined, ports: null } }))).toBe('{"apiVersion":"v1","kind":"Service","spec":{"ports":null}}');
    expect(Object.keys(manifest('kubernetes', SERVICE, { spec: undefined }))).toEqual(['apiVersion', 'kind']);
  });

  test('IntOrString of any import is its value, before and after cdk8s resolved it', () => {
    class IntOrString { constructor(readonly value: string | number) {} }
    const ports = [{ port: 80, targetPort: new IntOrString('http') }, { port: 81, targetPort: { value: 8081 } }];
    expect(manifest('kubernetes', SERVICE, { spec: { ports } }).spec).toEqual({ ports: [{ port: 80, targetPort: 'http' }, { port: 81, targetPort: 8081 }] });
  });
});

describe('registry', () => {
  test('versions of a component are sorted from old to new, and the newest is the default', () => {
    expect(versionsOf('dynamo')).toEqual(['1.4.0', '1.5', '1.6']);
    expect(versionsOf('gaie')).toEqual(['1.5.0', '1.6.0']);
    expect(componentSchema('dynamo').version).toBe('1.6');
    expect(componentSchema('dynamo', '1.4.0').version).toBe('1.4.0');
  });

  test('an unknown version is an error that names the known ones', () => {
    expect(() => componentSchema('dynamo', '9.9')).toThrow('no schemas of dynamo 9.9 (versions: 1.4.0, 1.5, 1.6)');
    expect(() => componentSchema('nothing')).toThrow('no such component');
  });

  test('ComputeDomain is served by two components with different schemas', () => {
    const serving = servedBy('resource.nvidia.com/v1beta1', 'ComputeDomain');
    expect(serving.map(({ component }) => component)).toEqual(['dra-driver', 'gpu-operator']);
    const [one, other] = serving.map(({ component }) => {
      const schemas = componentSchema(component);
      return JSON.stringify([kindSchema(schemas, 'resource.nvidia.com/v1beta1', 'ComputeDomain'), schemas.shapes]);
    });
    expect(one).not.toBe(other);
  });

  test('a kind that left a component is mapped by the last version that has it', () => {
    expect(servedBy('nvidia.com/v1alpha1', 'DynamoCheckpoint').map(({ version }) => version)).toEqual(['1.4.0']);
    expect(manifest('dynamo', { apiVersion: 'nvidia.com/v1alpha1', kind: 'DynamoCheckpoint' }, { spec: { job: { podTemplateSpec: { spec: { hostIpc: true } } } } }))
      .toMatchObject({ spec: { job: { podTemplateSpec: { spec: { hostIPC: true } } } } });
    expect(manifest('gaie', { apiVersion: 'inference.networking.x-k8s.io/v1alpha2', kind: 'InferenceObjective' }, { spec: { priority: 1 } })).toMatchObject({ spec: { priority: 1 } });
  });

  test('a kind that a component never had is an error', () => {
    expect(() => manifest('dynamo', { apiVersion: 'v1', kind: 'Nothing' }, {})).toThrow('dynamo has no schema of v1 Nothing');
  });
});

test('a cluster-scoped object leaves the namespace of its chart behind, a namespaced one keeps it', () => {
  const metadata = { name: 'a', namespace: 'inference' };
  expect(objectManifest('kai-scheduler', { apiVersion: 'scheduling.run.ai/v2', kind: 'Queue' }, { metadata }).metadata).toEqual({ name: 'a' });
  expect(objectManifest('kubernetes', { apiVersion: 'v1', kind: 'Namespace' }, { metadata }).metadata).toEqual({ name: 'a' });
  expect(objectManifest('kubernetes', SERVICE, { metadata }).metadata).toEqual(metadata);
});
