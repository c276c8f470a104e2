import { component, graph, made, multinode } from './sample-graph';

/** Kinds that the operator makes before and after it fails. */
const kinds = (objects: object) => [...new Set(Object.keys(objects).map((id) => id.split('/')[0]))];

const ACCESS = ['ServiceAccount', 'RoleBinding', 'Role'];
const VLLM = ['python3', '-m', 'dynamo.vllm'];

describe('where the operator gives up, only what it made before is expanded', () => {
  test('several nodes without an orchestrator', () => {
    const objects = made(graph([component('Frontend', 'frontend'), multinode([])]), { grove: false });
    expect(kinds(objects)).toEqual([...ACCESS, 'ConfigMap']);
  });

  test.each([
    ['a configuration that is no JSON', [component('Frontend', 'frontend', { main: { env: [{ name: 'DYN_DEPLOYMENT_CONFIG', value: 'no' }] } })]],
    ['workers of two backends', [component('a', 'worker', { main: { command: VLLM } }), component('b', 'worker', { main: { command: ['python3', '-m', 'dynamo.sglang'] } })]],
  ])('%s: nothing at all', (_, components) => {
    expect(kinds(made(graph(components)))).toEqual([]);
  });

  test.each([
    ['a command line of another backend than the graph\'s', { main: { command: VLLM } }, { backendFramework: 'sglang' }],
    ['a compilation cache without a place for its backend', { compilationCache: { pvcName: 'cache' } }, { backendFramework: 'sglang' }],
    ['a mount without name', { main: { volumeMounts: [{ mountPath: '/x' }] } }, {}],
    ['a frontend in a container that is not there', { frontendSidecar: 'nobody' }, {}],
  ])('%s: no set', (_, worker, spec) => {
    expect(kinds(made(graph([component('worker', 'worker', worker)], spec)))).toEqual(ACCESS);
  });

  test('a shadow engine of an unknown backend: the claim template, but no set', () => {
    const experimental = { gpuMemoryService: {}, failover: {} };
    const main = { resources: { limits: { 'nvidia.com/gpu': 2 } } };
    expect(kinds(made(graph([component('worker', 'worker', { experimental, main })])))).toEqual([...ACCESS, 'ResourceClaimTemplate']);
  });

  test('a type that v1beta1 does not know, off Grove: only that component', () => {
    const alpha = {
      apiVersion: 'nvidia.com/v1alpha1',
      kind: 'DynamoGraphDeployment',
      metadata: { name: 'llm' },
      spec: {
        services: {
          Frontend: { componentType: 'frontend' }, Router: { componentType: 'default' },
        },
      },
    };
    expect(Object.keys(made(alpha, { grove: false })).filter((id) => id.startsWith('Deployment'))).toEqual(['Deployment/llm-frontend']);
    expect(Object.keys(made(alpha)).filter((id) => id.startsWith('Service/'))).toEqual(['Service/llm-frontend', 'Service/llm-router']);
  });

  test('more nodes than an object can list', () => {
    const many = multinode([], { multinode: { nodeCount: 2_000_000_000 }, main: { command: ['python3', '-m', 'dynamo.trtllm'] } });
    expect(kinds(made(graph([many])))).toEqual([...ACCESS, 'ConfigMap']);
  });
});
