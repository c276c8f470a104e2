import { expand } from '../../lib/expansion/expand';
import { ManifestObject } from '../../lib/manifests/manifest-object';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { clique, made, madeOf, podCliqueSet } from '../support/expansion';

const SET = podCliqueSet({ cliques: [clique('w')], podCliqueScalingGroups: [] });

test('Each object follows its owner, and says what was applied', () => {
  const manifests = ManifestSet.of([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } }, SET]);
  const objects = expand(manifests);
  const chain = (object: any): string[] => object instanceof ManifestObject ? [`${object}`] : [...chain(object.owner), `${object.manifest.kind} ${object.manifest.metadata.name}`];
  expect(chain(objects.find(({ manifest }) => manifest.kind === 'Pod'))).toEqual(['PodCliqueSet p', 'PodClique p-0-w', 'Pod p-0-w-']);
  for (const [i, { owner, root }] of objects.entries()) {
    expect(root).toBe(manifests.objects[1]);
    if (!(owner instanceof ManifestObject)) expect(objects.indexOf(owner)).toBeLessThan(i);
  }
});

test('The same manifests give the same objects, and stay as they are', () => {
  const freeze = (value: any): any => {
    if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  };
  const frozen = freeze(JSON.parse(JSON.stringify(SET)));
  expect(made([frozen])).toEqual(made([SET]));
});

test('A slip of the pen is an error, no endless list', () => {
  expect(() => made([podCliqueSet({ cliques: [clique('w')] }, { replicas: 1e9 })]))
    .toThrow('PodCliqueSet p: spec.replicas: 1000000000 - more than 100000 are not expanded. Fix: write the number that you mean');
});

test('Numbers that are reasonable one by one may not be so together', () => {
  const set = podCliqueSet({ cliques: [clique('w', { replicas: 50_000 })], podCliqueScalingGroups: [{ name: 'g', cliqueNames: ['w'], replicas: 50_000 }] });
  expect(() => made([set])).toThrow('PodCliqueSet p: pods in all: 2500000000 - more than 100000 are not expanded');
});

test.each([undefined, null, 7, 'text', [], {}])('A set whose template is %p is no obstacle', (template) => {
  expect(madeOf('Pod', [{ apiVersion: 'grove.io/v1alpha1', kind: 'PodCliqueSet', metadata: { name: 'p' }, spec: { replicas: 1, template } }])).toEqual([]);
  expect(madeOf('Pod', [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec: { template } }])).toHaveLength(1);
});
