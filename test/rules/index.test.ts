import { ManifestObject } from '../../lib/manifests/manifest-object';
import { builtInRules, CATALOGUE } from '../../lib/rules';

/** An object of `group/Kind`; of `group/*` any kind. */
function objectOf(groupAndKind: string, labels: { [key: string]: string } = {}): ManifestObject {
  const [group, kind] = groupAndKind.split('/');
  return new ManifestObject({ apiVersion: group === '' ? 'v1' : `${group}/v1`, kind: kind === '*' ? 'Thing' : kind, metadata: { name: 'a', labels } });
}

const idsFor = (...objects: ManifestObject[]) => CATALOGUE.of(objects).map(({ id }) => id);

test('a rule is asked of every kind that it is about, of one object and of many', () => {
  const other = objectOf('example.com/Other');
  for (const { id, _about } of builtInRules()) {
    for (const kind of _about?.kinds ?? []) {
      expect(idsFor(objectOf(kind))).toContain(id);
      expect(idsFor(other, objectOf(kind))).toContain(id);
    }
    if (!_about) expect(idsFor(other)).toContain(id);
  }
});

test('a rule is asked of an object that holds a key that it is about, though another of the kind without it came before', () => {
  const rules = builtInRules().filter(({ _about }) => _about?.keys?.length);
  expect(rules).not.toEqual([]);
  for (const { id, _about: about } of rules) {
    for (const key of about!.keys!) {
      expect(idsFor(objectOf('example.com/Other'))).not.toContain(id);
      expect(idsFor(objectOf('example.com/Other', { [key]: 'x' }))).toContain(id);
      expect(idsFor(objectOf('example.com/Other'))).not.toContain(id);
    }
  }
});

test('a kind that is written as another and a key is none of both', () => {
  const [key] = builtInRules().flatMap(({ _about }) => _about?.keys ?? []);
  const kind = objectOf('apps/Deployment', { [key]: 'x' });
  const odd = new ManifestObject({ apiVersion: 'apps/v1', kind: `Deployment ${key}`, metadata: { name: 'a' } });
  expect(idsFor(odd)).not.toEqual(idsFor(kind));
  expect(idsFor(kind)).toContain('KAI-12');
});

test('of many kinds that nobody knows nothing is remembered without end, and nothing is mixed up', () => {
  const plain = idsFor(objectOf('example.com/Other'));
  const pod = idsFor(objectOf('/Pod'));
  for (let i = 0; i < 3_000; i++) expect(idsFor(objectOf(`example.com/Kind${i}`))).toEqual(plain);
  expect(idsFor(objectOf('/Pod'))).toEqual(pod);
});
