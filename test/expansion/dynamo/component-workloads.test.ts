import { Data, component, made } from './sample-graph';

function deployed(spec: Data, metadata: Data = {}): Data {
  return { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoComponentDeployment', metadata: { name: 'one', namespace: 'ns', ...metadata }, spec };
}

describe('a component deployment of its own', () => {
  test('is the graph of its pods, and has no generation', () => {
    const objects = made(deployed(component('Worker', 'worker')));
    expect(Object.keys(objects)).toEqual(['Deployment/one', 'Service/one']);
    const { metadata, spec } = objects['Deployment/one'].spec.template;
    expect(metadata.labels).toMatchObject({ 'nvidia.com/dynamo-component': 'Worker', 'nvidia.com/dynamo-namespace': 'ns-one', 'nvidia.com/selector': 'one' });
    expect(spec.serviceAccountName).toBe('one-k8s-service-discovery');
    expect(spec.containers[0].env.map(({ name }: Data) => name)).not.toContain('DYN_NAMESPACE_WORKER_SUFFIX');
  });

  test('of v1alpha1 is converted first', () => {
    const spec = { componentType: 'worker', subComponentType: 'decode', serviceName: 'D', dynamoNamespace: 'mine', extraPodSpec: { mainContainer: { image: 'i' } } };
    const objects = made({ ...deployed(spec), apiVersion: 'nvidia.com/v1alpha1' });
    expect(objects['Service/one'].spec.selector).toEqual({
      'nvidia.com/dynamo-component': 'D', 'nvidia.com/dynamo-component-type': 'decode', 'nvidia.com/dynamo-namespace': 'mine',
    });
    expect(objects['Deployment/one'].spec.template.spec.containers[0].imagePullPolicy).toBe('Always');
  });

  test('over several nodes is nothing without LeaderWorkerSet', () => {
    expect(made(deployed(component('w', 'worker', { multinode: {} })))).toEqual({});
  });

  test('has a Service for its base model', () => {
    const objects = made(deployed(component('w', 'worker', { modelRef: { name: 'Qwen/Qwen3-0.6B' } })));
    const model = Object.values(objects).find(({ metadata }) => metadata.name.startsWith('dynamo-model-'));
    expect(model.spec).toMatchObject({ clusterIP: 'None', selector: { 'nvidia.com/dynamo-base-model-hash': model.metadata.name.slice(-8) } });
    expect(objects['Deployment/one'].metadata.annotations).toEqual({ 'nvidia.com/dynamo-base-model': 'Qwen/Qwen3-0.6B' });
  });

  test.each([
    [{ 'nvidia.com/deployment-strategy': 'Recreate' }, { type: 'Recreate' }],
    [{ 'nvidia.com/deployment-rolling-update-max-surge': '1' }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: '25%' } }],
    [{ 'nvidia.com/deployment-rolling-update-max-unavailable': '50%' }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '50%' } }],
  ])('annotated %j is updated by %j', (annotations, strategy) => {
    expect(made(deployed(component('w', 'worker', { metadata: { annotations } })))['Deployment/one'].spec.strategy).toEqual(strategy);
  });

  test('with DYN_DEPLOYMENT_CONFIG in its graph gets the resources of it', () => {
    const env = [{ name: 'DYN_DEPLOYMENT_CONFIG', value: JSON.stringify({ w: { ServiceArgs: { resources: { gpu: '2', cpu: '500m' } } } }) }];
    const graph = { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment', metadata: { name: 'g' }, spec: { components: [component('w', 'planner')], env } };
    const { resources } = made(graph, { grove: false })['Deployment/g-w'].spec.template.spec.containers[0];
    expect(resources).toEqual({ limits: { 'nvidia.com/gpu': '2', 'cpu': '500m' }, requests: { 'nvidia.com/gpu': '2', 'cpu': '500m' } });
  });
});
