import * as fc from 'fast-check';
import { admit } from '../../lib/admission/admit';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { kindsWithPodTemplates } from '../../lib/manifests/pod-templates';
import { readText } from '../../lib/manifests/read';
import { jsonReport } from '../../lib/report/json';
import { sarifReport } from '../../lib/report/sarif';
import { textReport } from '../../lib/report/text';
import { builtInRules } from '../../lib/rules';

const KEYS = ['spec', 'template', 'metadata', 'labels', 'annotations', 'containers', 'mainContainer', 'services', 'components', 'podTemplate', 'extraPodSpec', 'cliques', 'env', 'name', 'value', 'data', 'items'];
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 6 }, fc.constant(null), fc.string(), fc.integer(), fc.boolean(), fc.array(tie('any'), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie('any'), { maxKeys: 5 }),
}));
const kind = fc.constantFrom(...kindsWithPodTemplates(), '/ConfigMap', '/Secret', '/List');
const manifest = fc.tuple(kind, value.object).map(([of, rest]) => {
  const [group, name] = of.split('/');
  return { ...rest as object, apiVersion: group === '' ? 'v1' : `${group}/v1`, kind: name };
});

test('Whatever an object holds, it is judged and reported', () => {
  fc.assert(fc.property(fc.array(manifest, { maxLength: 4 }), (manifests) => {
    const set = ManifestSet.of(manifests);
    expect(set.references.length).toBeGreaterThanOrEqual(0);
    expect(set.podTemplates.flatMap((template) => [template.labels, template.annotations, template.containers]).length).toBeGreaterThanOrEqual(0);
    const rules = builtInRules();
    const report = admit(set, { rules });
    for (const text of [textReport(report), JSON.stringify(jsonReport(report)), JSON.stringify(sarifReport(report, rules, '1'))]) expect(text).not.toBe('');
    expect(report.findings.filter(({ rule }) => rule === 'ADM-01')).toEqual([]);
  }), { numRuns: 300 });
});

test('Whatever a text holds, it is read or told', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('---\n', '...\n', '{', '}', '"', '\n', '- ', ': ', '&a ', '*a', '%YAML 1.1\n', '|\n', '<<: ', 'kind: Pod\napiVersion: v1\n', '\u0000', '\uFEFF'));
  fc.assert(fc.property(fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')), (text) => {
    for (const document of readText(text, 'a')) expect(document.objects.length + document.problems.length).toBeGreaterThan(0);
  }), { numRuns: 500 });
});
