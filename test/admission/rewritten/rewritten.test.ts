import { admit } from '../../../lib/admission/admit';
import { builtInChecks } from '../../../lib/admission/checks';
import { RuleFacts } from '../../../lib/admission/rule-context';
import { Release } from '../../../lib/facts/release';
import { JsonPath, Manifest } from '../../../lib/manifests/manifest';
import { ManifestSet } from '../../../lib/manifests/manifest-set';
import { withValue } from '../../support/one-path';

const RELEASE: RuleFacts = { release: Release.DYNAMO_1_4 };
const MAIN = ['spec', 'components', 0, 'podTemplate', 'spec', 'containers', 0];

function said(manifest: Manifest, facts: RuleFacts = RELEASE) {
  const { findings } = admit(ManifestSet.of([manifest]), { ...builtInChecks(), rules: [], facts });
  return findings.map(({ rule, path, message }) => `${rule} ${path}: ${message}`);
}

const graph: Manifest = {
  apiVersion: 'nvidia.com/v1beta1',
  kind: 'DynamoGraphDeployment',
  metadata: { name: 'chat' },
  spec: { components: [{ name: 'worker', podTemplate: { spec: { containers: [{ name: 'main', image: 'registry/vllm-runtime:1.4.0' }] } } }] },
};
const old: Manifest = {
  apiVersion: 'nvidia.com/v1alpha1',
  kind: 'DynamoGraphDeployment',
  metadata: { name: 'chat' },
  spec: { services: { Worker: { componentType: 'worker', extraPodSpec: { mainContainer: { name: 'main', image: 'registry/vllm-runtime:1.4.0' } } } } },
};
const changed = (manifest: Manifest, path: JsonPath, value: unknown) => withValue(manifest, path, value);

describe('an object that an operator rewrites before the schema is looked at', () => {
  test('is judged as the bare API server judges it where nothing is declared', () => {
    expect(said(changed(graph, [...MAIN, 'env'], [{}]), {})).toEqual([
      'SCHEMA-REQUIRED spec.components[0].podTemplate.spec.containers[0].env[0].name: name is required',
    ]);
  });

  test.each<[string, Manifest]>([
    ['a text', changed(graph, [...MAIN, 'env'], [{}])],
    ['a number', changed(graph, [...MAIN, 'ports'], [{ name: 'http' }])],
    ['a port', changed(graph, [...MAIN, 'livenessProbe'], { httpGet: { path: '/' } })],
    ['a struct', changed(graph, ['spec', 'components', 0, 'podTemplate', 'spec', 'affinity'], { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{}] } })],
    ['a null entry', changed(graph, [...MAIN, 'env'], [null])],
    ['a quantity that is a fraction', changed(graph, ['spec', 'components', 0, 'sharedMemorySize'], 1.5)],
    ['a flag of v1alpha1', changed(old, ['spec', 'services', 'Worker', 'failover'], { mode: 'interPod' })],
    ['an optional number of v1alpha1 that is left out', changed(old, ['spec', 'services', 'Worker', 'failover'], { enabled: true, numShadows: 0 })],
  ])('is not refused for what has a zero value: %s', (_, manifest) => {
    expect(said(manifest, {})).not.toEqual([]);
    expect(said(manifest)).toEqual([]);
  });

  test.each<[string, Manifest, string]>([
    ['a list', changed(graph, ['spec', 'components', 0, 'podTemplate', 'spec', 'containers'], undefined), 'SCHEMA-REQUIRED spec.components[0].podTemplate.spec.containers: containers is required'],
    ['a list within what was filled', changed(graph, ['spec', 'components', 0, 'podTemplate'], {}), 'SCHEMA-REQUIRED spec.components[0].podTemplate.spec.containers: containers is required'],
    ['a list that the schema does not require', changed(graph, ['spec', 'components', 0, 'podTemplate', 'spec', 'volumes'], [{ name: 'v', projected: {} }]),
      'SCHEMA-REQUIRED spec.components[0].podTemplate.spec.volumes[0].projected.sources: sources is required'],
    ['a text that may not be empty', changed(graph, ['spec', 'components', 0, 'name'], undefined), 'SCHEMA-REQUIRED spec.components[0].name: name is required'],
    ['a struct in which nothing stands',
      changed(graph, ['spec', 'components', 0, 'podTemplate', 'spec', 'affinity'], { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1 }] } }),
      'SCHEMA-REQUIRED spec.components[0].podTemplate.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference: preference is required'],
    ['a pointer of v1alpha1', changed(old, ['spec', 'pvcs'], [{ create: false }]), 'SCHEMA-REQUIRED spec.pvcs[0].name: name is required'],
    ['what v1alpha1 leaves out when empty', changed(old, ['spec', 'services', 'Worker', 'volumeMounts'], [{ name: '', mountPoint: '/a' }]),
      'SCHEMA-REQUIRED spec.services.Worker.volumeMounts[0].name: name is required'],
    ['another type', changed(graph, [...MAIN, 'env'], [{ name: 1 }]), 'SCHEMA-TYPE spec.components[0].podTemplate.spec.containers[0].env[0].name: an integer where a string must stand'],
    ['an unknown field', changed(graph, [...MAIN, 'envs'], []), 'SCHEMA-UNKNOWN-FIELD spec.components[0].podTemplate.spec.containers[0].envs: envs is no field of an item of containers'],
  ])('is refused for what has none, at the place that the author knows: %s', (_, manifest, finding) => {
    expect(said(manifest)).toEqual([finding]);
  });

  test('is refused for a port that the webhook cannot read, and the API server would take', () => {
    const manifest = changed(graph, [...MAIN, 'startupProbe'], { httpGet: { port: 2147483648 } });
    expect(said(manifest, {})).toEqual([]);
    expect(said(manifest)).toEqual([expect.stringContaining('startupProbe.httpGet.port: 2147483648 is not an integer of 32 bits')]);
  });

  test("is refused for metadata.name where a field takes it over, and the field's rule is narrower", () => {
    const component = (name: string): Manifest => ({
      apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoComponentDeployment', metadata: { name }, spec: { podTemplate: { spec: { containers: [{ name: 'main', image: 'registry/vllm-runtime:1.4.0' }] } } },
    });
    expect(said(component('chat'))).toEqual([]);
    expect(said(component('a.b'), {})).toEqual([]);
    expect(said(component('a.b'))).toEqual([expect.stringMatching(/^SCHEMA-PATTERN spec\.name: "a\.b" does not match .* takes over metadata\.name$/)]);
  });

  test('is not rewritten where the webhook has nothing to write: a request with an image', () => {
    const request = (spec: object): Manifest => ({ apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeploymentRequest', metadata: { name: 'a' }, spec: { model: 'm', ...spec } });
    const job = { overrides: { profilingJob: { template: {} } } };
    expect(said(request({ image: 'registry/planner:1.4.0', ...job }))).toEqual([]);
    expect(said(request(job))).toEqual(['SCHEMA-REQUIRED spec.overrides.profilingJob.template.spec.containers: containers is required']);
  });

  test('stays as it is where Grove is declared to be off', () => {
    const set: Manifest = {
      apiVersion: 'grove.io/v1alpha1',
      kind: 'PodCliqueSet',
      metadata: { name: 'a' },
      spec: { template: { cliques: [{ name: 'a', spec: { replicas: 1, podSpec: { containers: [{ name: 'main' }] } } }] } },
    };
    const off: RuleFacts = { ...RELEASE, cluster: { pools: [], operators: { grove: false } } };
    expect(said(set)).toEqual([]);
    expect(said(set, off)).toEqual(['SCHEMA-REQUIRED spec.template.cliques[0].spec.roleName: roleName is required']);
    expect(said(set, { cluster: { pools: [], operators: { grove: true } } })).toEqual([]);
  });

  test('is not changed itself', () => {
    const manifest = changed(graph, [...MAIN, 'env'], [{}, null]);
    const before = JSON.stringify(manifest);
    said(manifest);
    expect(JSON.stringify(manifest)).toBe(before);
  });
});
