import * as fc from 'fast-check';
import {
  cliqueNames, componentServiceName, componentsOverBudget, dynamoNamespace, isComponentName, modelServiceName, nameCost,
  podCliqueSetBudget, podCliqueSetName, scalingAdapterName,
} from '../../lib/facts/dynamo-names';

test('Names of a graph\'s objects', () => {
  expect([componentServiceName('dsr1', 'Frontend'), componentServiceName('dsr1.v2', 'decode'), scalingAdapterName('dsr1', 'Decode'), dynamoNamespace('inference', 'dsr1.v2')])
    .toEqual(['dsr1-frontend', 'dsr1-v2-decode', 'dsr1-decode', 'inference-dsr1-v2']);
  expect(dynamoNamespace('inference', 'dsr1', true)).toBe('dynamo');
  expect(modelServiceName('Qwen/Qwen3-0.6B')).toBe('dynamo-model-fb68f5a6');
});

test('A component is one clique on one node, leader and workers on several', () => {
  expect(cliqueNames({ name: 'Frontend' })).toEqual(['frontend']);
  expect(cliqueNames({ name: 'decode', nodeCount: 8 })).toEqual(['decode-ldr', 'decode-wkr']);
  expect(cliqueNames({ name: 'decode', interPodGms: true })).toEqual(['decode-gms-0', 'decode']);
  expect(cliqueNames({ name: 'decode', nodeCount: 2, interPodGms: true })).toEqual(['decode-gms-0', 'decode-ldr', 'decode-gms-1', 'decode-wkr-1']);
});

test('A name costs its length, on several nodes twice that and 4', () => {
  expect([nameCost({ name: 'decode' }), nameCost({ name: 'decode', nodeCount: 8 })]).toEqual([6, 16]);
  expect(podCliqueSetBudget([{ name: 'frontend' }, { name: 'decode', nodeCount: 8 }])).toBe(29);
});

test('A graph keeps its name within the budget, else the set gets a short one', () => {
  const components = [{ name: 'frontend' }, { name: 'decode', nodeCount: 8 }];
  expect(podCliqueSetName('a'.repeat(29), components)).toBe('a'.repeat(29));
  expect(podCliqueSetName('a'.repeat(30), components)).toMatch(/^a{24}-[0-9a-f]{4}$/);
});

test('Multinode names of 16 characters and single-node names of 37 always pass, one more does not', () => {
  const graph = 'g'.repeat(50);
  expect(componentsOverBudget(graph, [{ name: 'a'.repeat(16), nodeCount: 2 }])).toEqual([]);
  expect(componentsOverBudget(graph, [{ name: 'a'.repeat(37) }])).toEqual([]);
  expect(componentsOverBudget(graph, [{ name: 'VllmPrefillWorker', nodeCount: 2 }])).toEqual([{ name: 'VllmPrefillWorker', nodeCount: 2 }]);
  expect(componentsOverBudget(graph, [{ name: 'a'.repeat(38) }])).toHaveLength(1);
});

test('A set that fits never exceeds 45 characters with any of its components', () => {
  const component = fc.record({ name: fc.stringMatching(/^[a-z]{1,16}$/), nodeCount: fc.integer({ min: 1, max: 4 }) });
  fc.assert(fc.property(fc.stringMatching(/^[a-z]{1,60}$/), fc.array(component, { minLength: 1, maxLength: 5 }), (graph, components) => {
    expect(componentsOverBudget(graph, components)).toEqual([]);
    expect(podCliqueSetName(graph, components).length).toBeLessThanOrEqual(Math.max(podCliqueSetBudget(components), 8));
  }));
});

test.each([['decode', true], ['VllmDecodeWorker', true], ['a-b', true], ['-a', false], ['a_b', false], ['', false], ['a'.repeat(64), false]])('%j as a component: %j', (name, ok) => {
  expect(isComponentName(name)).toBe(ok);
});
