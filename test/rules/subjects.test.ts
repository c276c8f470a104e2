import { RuleContext } from '../../lib/admission/rule-context';
import { ManifestObject } from '../../lib/manifests/manifest-object';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { builtInRules, CATALOGUE } from '../../lib/rules';
import { describeWithShared, upstreamDocuments } from '../conformance/upstream';

const object = (apiVersion: string, kind: string, metadata: object = {}) => new ManifestObject({ apiVersion, kind, metadata: { name: 'a', ...metadata } });
const asked = (...objects: ManifestObject[]) => CATALOGUE.of(objects).map(({ id }) => id);

/** What the rules say that are not asked about a set. */
function unasked(manifests: ManifestSet): string[] {
  const about = new Set(CATALOGUE.of(manifests.objects));
  const said: string[] = [];
  for (const rule of builtInRules().filter((each) => !about.has(each))) {
    rule.check(RuleContext._of(manifests, {}, {
      report: (each, { message }) => said.push(`${rule.id} ${each}: ${message}`),
      notEvaluated: (reason) => said.push(`${rule.id} not evaluated: ${reason}`),
      defaulted: ({ manifest }) => manifest,
    }));
  }
  return said;
}

test('a kind that no rule is about has the rules about every object', () => {
  expect(asked(object('v1', 'ConfigMap'))).toEqual(['ADM-04', 'SEC-01', 'SCHEMA-IMMUTABLE']);
});

test('a label that names a queue is looked at on every kind', () => {
  expect(asked(object('v1', 'ConfigMap', { labels: { 'kai.scheduler/queue': 'a' } }))).toEqual(['ADM-04', 'SEC-01', 'SCHEMA-IMMUTABLE', 'KAI-12', 'KAI-13']);
});

test('rules come in the order of the catalogue, each once', () => {
  const all = builtInRules().map(({ id }) => id);
  const some = asked(object('nvidia.com/v1beta1', 'DynamoGraphDeployment'), object('scheduling.run.ai/v2', 'Queue'), object('v1', 'Pod'), object('v1', 'Pod'));
  expect(some).toEqual(all.filter((id) => some.includes(id)));
  expect(new Set(some).size).toBe(some.length);
  expect(some.length).toBeLessThan(all.length);
});

test('every rule is asked of some kind that it says it is about: its folder is about that too', () => {
  for (const rule of builtInRules()) {
    const { kinds, keys = [] } = rule._about ?? { kinds: ['/Any'] };
    for (const kind of kinds) {
      const [group, name] = kind.split('/');
      const [found] = [object(group === '' ? 'v1' : `${group}/v1`, name === '*' ? 'Any' : name)];
      expect(asked(found)).toContain(rule.id);
    }
    for (const key of keys) expect(asked(object('v1', 'Any', { annotations: { [key]: 'a' } }))).toContain(rule.id);
  }
});

describeWithShared('rules that are not asked', () => {
  test('have nothing to say of any published manifest by itself, nor of files as a whole', () => {
    const files = new Map<string, ManifestObject[]>();
    const said: string[] = [];
    for (const { id, manifest } of upstreamDocuments()) {
      const file = id.slice(0, id.indexOf('#'));
      const one = new ManifestObject(manifest);
      files.set(file, [...files.get(file) ?? [], one]);
      said.push(...unasked(new ManifestSet([one])));
    }
    for (const objects of files.values()) said.push(...unasked(new ManifestSet(objects)));
    expect(said).toEqual([]);
  });
});
