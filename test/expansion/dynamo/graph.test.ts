import { Data, cliques, component, graph, made, mainOf, variable } from './sample-graph';
import { Release } from '../../../lib/facts/release';

const FRONTEND = component('Frontend', 'frontend');
const WORKER = component('worker', 'worker', { replicas: 3 });
const ids = (objects: { readonly [id: string]: Data }) => Object.keys(objects);

describe('a graph', () => {
  test('on Grove becomes one PodCliqueSet with its accounts and Services', () => {
    const objects = made(graph([FRONTEND, WORKER]));
    expect(ids(objects).filter((id) => !id.startsWith('Role'))).toEqual([
      'ServiceAccount/planner-serviceaccount', 'ServiceAccount/llm-k8s-service-discovery', 'PodCliqueSet/llm', 'Service/llm-frontend', 'Service/llm-worker',
    ]);
    expect(cliques(objects).worker.spec).toMatchObject({ replicas: 3, minAvailable: 1, roleName: 'worker' });
    expect(Object.values(objects).map(({ metadata }) => metadata.namespace)).toEqual(ids(objects).map(() => 'ns'));
  });

  test('that turns Grove off becomes Deployments, workers with their generation in the name', () => {
    const annotations = { 'nvidia.com/enable-grove': 'False', 'nvidia.com/current-worker-hash-v2': '0123abcd' };
    expect(ids(made(graph([FRONTEND, WORKER], { annotations }))).filter((id) => /^(Deployment|Service|PodCliqueSet)\//.test(id)))
      .toEqual(['Deployment/llm-frontend', 'Service/llm-frontend', 'Deployment/llm-worker-0123abcd', 'Service/llm-worker-0123abcd']);
  });

  test('without a namespace says so where the namespace is part of a value', () => {
    const { metadata: { namespace: _, ...metadata }, ...rest } = graph([FRONTEND]);
    const objects = made({ ...rest, metadata });
    expect(variable(mainOf(cliques(objects).frontend), 'DYN_NAMESPACE')).toBe('NAMESPACE-llm');
    expect(objects['PodCliqueSet/llm'].metadata.namespace).toBeUndefined();
  });

  test('with components of one Dynamo namespace for all graphs', () => {
    const objects = made(graph([component('worker', 'worker', { globalDynamoNamespace: true })]));
    expect(objects['Service/llm-worker'].spec.selector['nvidia.com/dynamo-namespace']).toBe('dynamo');
  });

  test('gives labels, annotations, priority and update strategy to its set', () => {
    const extra = { labels: { team: 'a' }, annotations: { note: 'b' }, priorityClassName: 'inference' };
    const manifest = { ...graph([FRONTEND]), spec: { components: [FRONTEND], ...extra } };
    manifest.metadata.annotations = { 'nvidia.com/grove-update-strategy': 'OnDelete' };
    const objects = made(manifest);
    const set = objects['PodCliqueSet/llm'];
    expect(set.metadata).toMatchObject({ labels: { team: 'a' }, annotations: { note: 'b' } });
    expect(set.spec).toMatchObject({ updateStrategy: { type: 'OnDelete' }, template: { priorityClassName: 'inference' } });
    expect(cliques(objects).frontend).toMatchObject({ labels: { team: 'a' }, annotations: { note: 'b' } });
    expect(objects['Service/llm-frontend'].metadata).toMatchObject({ labels: { team: 'a' }, annotations: { note: 'b' } });
  });

  test('changes nothing of what was applied', () => {
    const manifest = graph([FRONTEND, WORKER], { env: [{ name: 'A', value: 'b' }] });
    const before = structuredClone(manifest);
    made(manifest);
    made(manifest, { grove: false });
    expect(manifest).toEqual(before);
  });

  test('shares the accounts of its namespace with the graphs after it', () => {
    const all = [graph([FRONTEND]), graph([FRONTEND], { name: 'other' })];
    expect(ids(made(all)).filter((id) => id.includes('planner'))).toHaveLength(2);
    expect(ids(made([all[0], { ...all[1], metadata: { name: 'other', namespace: 'elsewhere' } }])).filter((id) => id === 'ServiceAccount/other-k8s-service-discovery'))
      .toHaveLength(1);
  });
});

describe('the scheduler of a graph\'s pods', () => {
  const scheduled = (objects: { readonly [id: string]: Data }) => {
    const { labels, spec } = cliques(objects).worker;
    return [spec.podSpec.schedulerName, labels['kai.scheduler/queue']];
  };

  test.each([
    ['KAI with the queue dynamo', {}, {}, {}, ['kai-scheduler', 'dynamo']],
    ['KAI with the annotated queue', { 'nvidia.com/kai-scheduler-queue': ' team-a ' }, {}, {}, ['kai-scheduler', 'team-a']],
    ['the author\'s own, without a queue', {}, { schedulerName: 'mine' }, {}, ['mine', undefined]],
    ['none where Grove has no profile for KAI', {}, {}, { groveSchedulers: ['default-scheduler'] }, [undefined, undefined]],
  ])('%s', (_, annotations, spec, operators, expected) => {
    expect(scheduled(made(graph([component('worker', 'worker', { spec })], { annotations }), operators))).toEqual(expected);
  });
});

describe('discovery by etcd', () => {
  const annotations = { 'nvidia.com/dynamo-discovery-backend': 'etcd' };

  test('needs no account, and Services only of frontends', () => {
    const objects = made(graph([FRONTEND, WORKER], { annotations }));
    expect(ids(objects).filter((id) => id.startsWith('Service') && !id.includes('planner'))).toEqual(['Service/llm-frontend']);
    expect(cliques(objects).worker.labels).not.toHaveProperty('nvidia.com/dynamo-discovery-enabled');
    expect(variable(mainOf(cliques(objects).worker), 'DYN_DISCOVERY_BACKEND')).toBeUndefined();
  });

  test('off Grove leaves pods the default account', () => {
    const objects = made(graph([FRONTEND], { annotations }), { grove: false });
    expect(objects['Deployment/llm-frontend'].spec.template.spec.serviceAccountName).toBe('default');
  });
});

test('graphs that switch metrics off are not monitored', () => {
  const annotations = { 'nvidia.com/enable-metrics': 'false' };
  expect(cliques(made(graph([WORKER], { annotations }))).worker.labels).not.toHaveProperty('nvidia.com/metrics-enabled');
  const [deployment] = Object.values(made(graph([WORKER], { annotations }), { grove: false })).filter(({ kind }) => kind === 'Deployment');
  expect(deployment.spec.template.metadata.labels).not.toHaveProperty('nvidia.com/metrics-enabled');
});

test('a KV transfer policy over a topology reads every level of its binding', () => {
  const kvTransferPolicy = { clusterTopologyName: 'racks', domain: 'rack', enforcement: 'preferred', preferredWeight: 0.5 };
  const binding = { apiVersion: 'grove.io/v1alpha1', kind: 'ClusterTopologyBinding', metadata: { name: 'racks' }, spec: { levels: [{ domain: 'zone' }, { domain: 'rack' }] } };
  const { worker } = cliques(made([binding, graph([WORKER], { experimental: { kvTransferPolicy } })]));
  const { downwardAPI } = worker.spec.podSpec.volumes.find(({ name }: Data) => name === 'topology-labels');
  expect(downwardAPI.items.map(({ path, fieldRef }: Data) => [path, fieldRef.fieldPath])).toEqual([
    ['zone', "metadata.labels['nvidia.com/dynamo-topology.zone']"], ['rack', "metadata.labels['nvidia.com/dynamo-topology.rack']"],
  ]);
  expect(variable(mainOf(worker), 'DYN_KV_TRANSFER_PREFERRED_WEIGHT')).toBe('0.5');
  expect(worker.annotations['nvidia.com/topology-cluster-topology-name']).toBe('racks');
});

test('from 1.5 on defaults of workers follow the version of their image', () => {
  const components = ['1.5.0', '1.4.2'].map((version, i) => component(`w${i}`, 'worker', { main: { image: `vllm-runtime:${version}` } }));
  const failures = (release: Release) => (
    Object.values(cliques(made(graph(components), {}, { release }))).map((clique) => mainOf(clique).livenessProbe.failureThreshold)
  );
  expect(failures(Release.DYNAMO_1_5)).toEqual([3, 1]);
  expect(failures(Release.DYNAMO_1_4)).toEqual([1, 1]);
});
