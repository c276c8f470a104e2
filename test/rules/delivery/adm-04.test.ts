import { admit } from '../../../lib/admission/admit';
import { ManifestObject } from '../../../lib/manifests/manifest-object';
import { ManifestSet } from '../../../lib/manifests/manifest-set';
import { DuplicateObjectRule } from '../../../lib/rules/delivery/adm-04';
import { differences, withValue } from '../../support/one-path';

const first = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'inference' }, data: { a: '1' } };
const second = { ...first, data: { a: '2' } };

/** Findings of two objects, read from files or rendered by constructs. */
function judge(one: object, other: object, origins = [{ construct: 'chart/one' }, { construct: 'chart/other' }] as object[]): string[] {
  const objects = [one, other].map((manifest, i) => new ManifestObject(manifest as { [key: string]: unknown }, origins[i]));
  return admit(new ManifestSet(objects), { rules: [new DuplicateObjectRule()] }).findings.map(({ severity, path, message }) => `${severity} ${path}: ${message}`);
}

test.each<[(string | number)[], unknown]>([
  [['metadata', 'name'], 'other'],
  [['metadata', 'namespace'], 'other'],
  [['metadata', 'namespace'], undefined],
  [['kind'], 'Secret'],
  [['apiVersion'], 'example.com/v1'],
])('ADM-04 finds a name that stands twice; not with another %p', (change, to) => {
  const elsewhere = withValue(second as never, change, to);
  expect(differences(second, elsewhere)).toHaveLength(1);
  expect(judge(first, second)).toEqual(['error metadata.name: another ConfigMap has this name (chart/one): the one that is applied last overwrites the other']);
  expect(judge(first, elsewhere)).toEqual([]);
});

test('another version of a kind is the same object; the same content twice is a warning', () => {
  const hpa = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'a' } };
  expect(judge(hpa, { ...hpa, apiVersion: 'autoscaling/v2' })).toHaveLength(1);
  expect(judge(first, { ...first })).toEqual(['warning metadata.name: the same object stands twice (chart/one)']);
});

test('names that the server makes differ', () => {
  const run = { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'run-' } };
  expect(judge(run, { ...run, spec: {} })).toEqual([]);
});

test('files of one folder may be alternatives, those of two folders may be for two clusters', () => {
  expect(judge(first, second, [{ file: 'a/one.yaml', line: 1 }, { file: 'a/one.yaml', line: 9 }])[0]).toMatch(/^error .* \(a\/one\.yaml:1\): /);
  expect(judge(first, second, [{ file: 'a/one.yaml', line: 1 }, { file: 'a/two.yaml', line: 1 }])[0]).toMatch(/^warning /);
  expect(judge(first, second, [{ file: 'a/one.yaml', line: 1 }, { file: 'b/one.yaml', line: 1 }])).toEqual([]);
});
