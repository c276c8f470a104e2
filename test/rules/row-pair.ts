import { admit } from '../../lib/admission/admit';
import { builtInChecks } from '../../lib/admission/checks';
import { Rule } from '../../lib/admission/rule';
import { RuleFacts } from '../../lib/admission/rule-context';
import { Manifest, pathText } from '../../lib/manifests/manifest';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { differences, withValue } from '../support/one-path';

/** A set of manifests in which a rule finds nothing, and the change of one path that it finds. */
export interface RowPair {
  readonly rule: string;
  readonly good: readonly Manifest[];
  /** Index of the manifest, then the path in it. */
  readonly change: readonly [number, ...(string | number)[]];
  /** What to write there; undefined: take it away. */
  readonly to: unknown;
  /** Where the finding stands: index of the manifest and path. @default - where the change is */
  readonly found?: readonly [number, ...(string | number)[]];
  readonly severity?: 'error' | 'warning' | 'info';
  readonly facts?: RuleFacts;
  /** The manifests as they were: the rule is about changes. */
  readonly previous?: readonly Manifest[];
}

/** Tests one pair: one path differs, the good set has no finding of the rule, the other one has. */
export function testRowPair(pair: RowPair, rules: readonly Rule[]): void {
  const { rule, good, change, to } = pair;
  const facts: RuleFacts = { ...pair.facts, previous: pair.previous && ManifestSet.of([...pair.previous]) };
  const bad = withValue(good as Manifest[], [...change], to);
  test(`${rule}: ${pathText(change)} ${JSON.stringify(to)?.slice(0, 60) ?? 'taken away'}`, () => {
    const judged = (manifests: readonly Manifest[]) => {
      const set = ManifestSet.of([...manifests]);
      const { findings } = admit(set, { rules, facts, ...builtInChecks() });
      return findings.map((finding) => ({ ...finding, at: `${set.objects.indexOf(finding.object!)} ${finding.path}` }));
    };
    const of = (manifests: readonly Manifest[]) => judged(manifests).filter((finding) => finding.rule === rule);
    expect(differences(good, bad)).toHaveLength(1);
    expect(of(good).map(({ at, message }) => `${at}: ${message}`)).toEqual([]);
    const [index, ...path] = pair.found ?? change;
    const findings = of(bad);
    expect(findings.map(({ at }) => at)).toContain(`${index} ${pathText(path)}`);
    for (const { message, fix, severity } of findings) {
      expect(message).not.toMatch(/\.$|undefined|NaN|^$/);
      expect(fix).not.toMatch(/\.$|undefined|NaN|^$/);
      if (pair.severity) expect(severity).toBe(pair.severity);
    }
    // The schema does not say the same once more.
    const places = findings.filter(({ enforcedBy }) => enforcedBy.name === 'apiserver').map(({ at }) => at);
    expect(judged(bad).filter((finding) => finding.rule.startsWith('SCHEMA-') && finding.rule !== rule && places.includes(finding.at))).toEqual([]);
  });
}

/** Tests that every rule has a pair. */
export function testEveryRuleHasOne(pairs: readonly RowPair[], rules: readonly Rule[]): void {
  test('every rule has a pair, every id stands once', () => {
    const ids = rules.map(({ id }) => id);
    expect(ids.filter((id) => !pairs.some(({ rule }) => rule === id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
}
