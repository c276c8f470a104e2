import { clique, made, madeOf, namesOf, podCliqueSet } from '../../support/expansion';

const GROUPED = podCliqueSet({
  cliques: [clique('front', { replicas: 2 }), clique('ldr'), clique('wkr', { replicas: 3 })],
  podCliqueScalingGroups: [{ name: 'g', cliqueNames: ['ldr', 'wkr'], replicas: 2 }],
}, { namespace: 'n', labels: { 'kai.scheduler/queue': 'q', 'grove.io/own': 'x' } });

test('A set becomes cliques, groups, gangs, pods and a Service, named for its place', () => {
  expect(namesOf(madeOf('PodClique', [GROUPED]))).toEqual(['p-0-front', 'p-0-g-0-ldr', 'p-0-g-0-wkr', 'p-0-g-1-ldr', 'p-0-g-1-wkr']);
  expect(namesOf(madeOf('PodCliqueScalingGroup', [GROUPED]))).toEqual(['p-0-g']);
  expect(namesOf(madeOf('PodGang', [GROUPED]))).toEqual(['p-0', 'p-0-g-0']);
  expect(madeOf('Pod', [GROUPED]).map(({ spec }) => `${spec.hostname}.${spec.subdomain}`)).toEqual([
    'p-0-front-0.p-0', 'p-0-front-1.p-0', 'p-0-g-0-ldr-0.p-0', 'p-0-g-0-wkr-0.p-0', 'p-0-g-0-wkr-1.p-0', 'p-0-g-0-wkr-2.p-0',
    'p-0-g-1-ldr-0.p-0', 'p-0-g-1-wkr-0.p-0', 'p-0-g-1-wkr-1.p-0', 'p-0-g-1-wkr-2.p-0',
  ]);
  expect(madeOf('Service', [GROUPED])[0]).toMatchObject({ metadata: { name: 'p-0', namespace: 'n' }, spec: { clusterIP: 'None', publishNotReadyAddresses: true } });
  expect(namesOf(madeOf('Secret', [GROUPED]))).toEqual(['p-ic-sat']);
});

test('The base gang holds the guaranteed replicas; pods of a scaled gang wait behind a gate', () => {
  const [base, scaled] = madeOf('PodGang', [GROUPED]);
  const minimums = (gang: any) => gang.spec.podgroups.map(({ name, minReplicas, podReferences }: any) => [name, minReplicas, podReferences.length]);
  expect(minimums(base)).toEqual([['p-0-front', 2, 2], ['p-0-g-0-ldr', 1, 1], ['p-0-g-0-wkr', 3, 3]]);
  expect(minimums(scaled)).toEqual([['p-0-g-1-ldr', 1, 1], ['p-0-g-1-wkr', 3, 3]]);
  expect(base.metadata.labels).toMatchObject({ 'kai.scheduler/queue': 'q', 'grove.io/scheduler-name': 'default-scheduler' });
  expect(base.metadata.labels).not.toHaveProperty(['grove.io/own']);
  const gated = madeOf('Pod', [GROUPED]).filter(({ spec }) => spec.schedulingGates);
  expect(gated.map(({ metadata }) => metadata.labels['grove.io/podgang'])).toEqual(Array(4).fill('p-0-g-0'));
  expect(gated[0].metadata.labels['grove.io/base-podgang']).toBe('p-0');
});

test('Containers learn where they are, after what users wrote', () => {
  const set = podCliqueSet({
    cliques: [clique('w', {}, {}, { containers: [{ name: 'main', env: [{ name: 'MINE', value: '1' }] }] })],
    podCliqueScalingGroups: [{ name: 'g', cliqueNames: ['w'] }],
  }, { namespace: 'n' });
  const [{ env }] = madeOf('Pod', [set])[0].spec.containers;
  expect(env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom.fieldRef.fieldPath])).toEqual([
    ['MINE', '1'],
    ['GROVE_PCSG_NAME', "metadata.labels['grove.io/podcliquescalinggroup']"],
    ['GROVE_PCSG_TEMPLATE_NUM_PODS', '1'],
    ['GROVE_PCSG_INDEX', "metadata.labels['grove.io/podcliquescalinggroup-replica-index']"],
    ['GROVE_PCS_NAME', 'p'],
    ['GROVE_PCS_INDEX', '0'],
    ['GROVE_PCLQ_NAME', 'p-0-g-0-w'],
    ['GROVE_HEADLESS_SERVICE', 'p-0.n.svc.cluster.local'],
    ['GROVE_PCLQ_POD_INDEX', "metadata.labels['grove.io/podclique-pod-index']"],
  ]);
});

test('A clique whose name ends in that of an earlier one gets its pods, but keeps its own minimum: the gang can never be complete', () => {
  const set = (first: string) => podCliqueSet({ cliques: [clique(first, { replicas: 1 }), clique('prefill-worker', { replicas: 4 })] });
  const groups = (first: string) => madeOf('PodGang', [set(first)])[0].spec.podgroups.map(({ name, minReplicas, podReferences }: any) => [name, minReplicas, podReferences.length]);
  expect(groups('worker')).toEqual([['p-0-worker', 1, 1], ['p-0-prefill-worker', 4, 1]]);
  expect(groups('decoder')).toEqual([['p-0-decoder', 1, 1], ['p-0-prefill-worker', 4, 4]]);
});

test('A set of no replicas makes only the accounts; a cluster without Grove nothing', () => {
  const kinds = (objects: any[]) => objects.map(({ kind }) => kind);
  expect(kinds(made([podCliqueSet({ cliques: [clique('w')] }, { replicas: 0 })]))).toEqual(['ServiceAccount', 'Role', 'RoleBinding', 'Secret']);
  expect(made([GROUPED], { grove: false })).toEqual([]);
});

test('Pods without a scheduler get the default of the install, and Volcano hears of the gang', () => {
  const set = (podSpec: object) => podCliqueSet({ cliques: [clique('w', {}, {}, podSpec)] });
  const seen = (podSpec: object, operators?: object) => {
    const [pod] = madeOf('Pod', [set(podSpec)], operators);
    return [pod.spec.schedulerName, madeOf('PodGang', [set(podSpec)], operators)[0].metadata.labels['grove.io/scheduler-name'], pod.metadata.annotations];
  };
  expect(seen({})).toEqual(['default-scheduler', 'default-scheduler', undefined]);
  expect(seen({}, { groveDefaultScheduler: 'kai-scheduler' })).toEqual(['kai-scheduler', 'kai-scheduler', undefined]);
  expect(seen({ schedulerName: 'volcano' })).toEqual(['volcano', 'volcano', { 'scheduling.k8s.io/group-name': 'p-0' }]);
});

test('Autoscalers target cliques and groups', () => {
  const set = podCliqueSet({
    cliques: [clique('f', { replicas: 2, autoScalingConfig: { maxReplicas: 5 } }), clique('w')],
    podCliqueScalingGroups: [{ name: 'g', cliqueNames: ['w'], replicas: 3, scaleConfig: { minReplicas: 1, maxReplicas: 9 } }],
  });
  expect(madeOf('HorizontalPodAutoscaler', [set]).map(({ spec }) => [spec.scaleTargetRef.kind, spec.scaleTargetRef.name, spec.minReplicas, spec.maxReplicas]))
    .toEqual([['PodClique', 'p-0-f', 2, 5], ['PodCliqueScalingGroup', 'p-0-g', 1, 9]]);
});

test('A PodClique that no set owns is left alone, as Grove does', () => {
  expect(made([{ apiVersion: 'grove.io/v1alpha1', kind: 'PodClique', metadata: { name: 'p-0-w' }, spec: { replicas: 1, podSpec: {} } }])).toEqual([]);
});
