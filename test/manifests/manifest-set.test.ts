import { ManifestSet } from '../../lib/manifests/manifest-set';

const object = (kind: string, name: string, namespace?: string, labels?: object) => ({ apiVersion: 'v1', kind, metadata: { name, namespace, labels } });
const SET = ManifestSet.of([
  object('ConfigMap', 'a', 'one', { app: 'x', tier: 'front' }),
  object('ConfigMap', 'a', 'two', { app: 'x' }),
  { apiVersion: 'v1', kind: 'List', items: [object('Secret', 'a'), { apiVersion: 'v1', kind: 'SecretList', items: [object('Secret', 'b')] }] },
  'not a manifest', null, { kind: 'ConfigMap' },
]);

test('A List counts as its items; what is no manifest is left out', () => {
  expect(SET.objects.map(String)).toEqual(['ConfigMap one/a', 'ConfigMap two/a', 'Secret a', 'Secret b']);
});

test('Objects by kind and by name: the namespace is part of the name', () => {
  expect(SET.ofKind('', 'ConfigMap').map(String)).toEqual(['ConfigMap one/a', 'ConfigMap two/a']);
  expect(SET.ofKind('apps', 'ConfigMap')).toEqual([]);
  expect(String(SET.find('', 'ConfigMap', 'a', 'two'))).toBe('ConfigMap two/a');
  expect(SET.find('', 'ConfigMap', 'a')).toBeUndefined();
  expect(String(SET.find('', 'Secret', 'b'))).toBe('Secret b');
});

test('Objects by labels', () => {
  expect(SET.withLabels({ app: 'x' }).map(String)).toEqual(['ConfigMap one/a', 'ConfigMap two/a']);
  expect(SET.withLabels({ app: 'x', tier: 'front' }).map(String)).toEqual(['ConfigMap one/a']);
  expect(SET.withLabels({ app: 'x' }, 'two').map(String)).toEqual(['ConfigMap two/a']);
});

test('An object reads the fields that every object has, whatever stands there', () => {
  const [odd] = ManifestSet.of([{ apiVersion: 'a.example/v1', kind: 'Odd', metadata: { name: 5, namespace: '', labels: { a: 'b', c: 1 } }, spec: [{ x: 1 }] }]).objects;
  expect([odd.group, odd.version, odd.name, odd.namespace, odd.labels, odd.annotations, String(odd)]).toEqual(['a.example', 'v1', '', undefined, { a: 'b' }, {}, 'Odd (no name)']);
  expect([odd.get('spec', '0', 'x'), odd.get('spec', 'x'), odd.get('toString')]).toEqual([1, undefined, undefined]);
});
