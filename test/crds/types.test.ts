import { checkLiterals } from '../conformance/literals';

const errorsOf = (type: string, value: unknown) => checkLiterals([{ id: 'it', type, value }]).map(({ message }) => message);

describe('the types', () => {
  test('refuse a key that is not in the schema, at any depth', () => {
    const unknown = (key: string, type: string) => [expect.stringMatching(new RegExp(`known properties.*'"?${key}"?' does not exist in type '${type}'`))];
    expect(errorsOf('crds.dynamo.DynamoGraphDeploymentProps', { spec: { component: [] } })).toEqual(unknown('component', 'DynamoGraphDeploymentSpec'));
    expect(errorsOf('crds.dynamo.DynamoGraphDeploymentProps', { spec: { components: [{ name: 'a', podTemplate: { spec: { containers: [{ name: 'main', imagePullPolice: 'Always' }] } } }] } }))
      .toEqual(unknown('imagePullPolice', 'Container'));
    expect(errorsOf('crds.kubernetes.KubeServiceProps', { spec: { ports: [{ port: 80, targetport: 1 }] } }).join()).toContain('does not exist in type \'ServicePort\'');
    // The names in JSON are no props, as in stock imports.
    expect(errorsOf('crds.kubernetes.KubeServiceProps', { spec: { clusterIP: 'None' } }).join()).toContain('\'"clusterIP"\' does not exist in type \'ServiceSpec\'');
  }, 60_000);

  test('ask for what is required, and not for what has a default', () => {
    expect(errorsOf('crds.dynamo.DynamoGraphDeploymentProps', { spec: { components: [{}] } }).join()).toContain('\'name\' is missing');
    expect(errorsOf('crds.gpu_operator.NvidiaDriverProps', { spec: { driverType: 'gpu' } })).toEqual([]);
  }, 60_000);

  test('accept plain numbers and strings for quantities, maps with any key, and an enum by its member', () => {
    expect(errorsOf('crds.kubernetes.ResourceRequirements', { limits: { 'nvidia.com/gpu': 4, 'memory': '80Gi' } })).toEqual([]);
    expect(errorsOf('crds.dynamo.DynamoGraphDeploymentProps', { spec: { components: [{ name: 'a', type: 'decode' }] } })).toEqual([]);
    expect(errorsOf('crds.dynamo.DynamoGraphDeploymentProps', { spec: { components: [{ name: 'a', type: 'decoder' }] } }).join()).toContain('is not assignable to type');
  }, 60_000);

  test('embed the pod template of Kubernetes', () => {
    expect(errorsOf('crds.dynamo.DynamoGraphDeploymentSpecComponents[\'podTemplate\']', { spec: { containers: [] } })).toEqual([]);
    expect(errorsOf('Required<crds.lws.LeaderWorkerSetSpecLeaderWorkerTemplate>[\'workerTemplate\'] & crds.kubernetes.PodTemplateSpec', {})).toEqual([]);
  }, 60_000);
});
