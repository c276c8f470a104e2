import { Manifest, pathText } from '../../lib/manifests/manifest';
import { WebhookVerdict } from '../../lib/rules/deployment/webhook-rule';
import { differences, withValue } from '../support/one-path';

/** A manifest in which a rule finds nothing, and the change of one path that it finds. */
export interface RulePair<Facts> {
  readonly rule: string;
  readonly good: Manifest;
  /** `spec.components.0.type` as steps. */
  readonly change: (string | number)[];
  /** What to write there; undefined: take it away. */
  readonly to: unknown;
  /** Where the finding stands. @default - where the change is */
  readonly found?: string;
  readonly facts?: Facts;
  /** The object as it was: the rule is about changes. */
  readonly previous?: Manifest;
}

/** Tests one pair: one path differs, the good one has no finding at all, the other one has the rule's. */
export function testPair<Facts>(pair: RulePair<Facts>, judge: (manifest: Manifest, facts?: Facts, previous?: Manifest) => WebhookVerdict): void {
  const bad = withValue(pair.good, pair.change, pair.to);
  test(`${pair.rule}: ${pathText(pair.change)} ${JSON.stringify(pair.to) ?? 'taken away'}`, () => {
    expect(differences(pair.good, bad)).toHaveLength(1);
    expect(judge(pair.good, pair.facts, pair.previous).problems).toEqual([]);
    const found = judge(bad, pair.facts, pair.previous).problems.filter(({ rule }) => rule === pair.rule);
    expect(found.map(({ path }) => pathText(path))).toContain(pair.found ?? pathText(pair.change));
    for (const { message, fix } of found) {
      expect(message).not.toMatch(/\.$|undefined|^$/);
      expect(fix).not.toMatch(/\.$|undefined|^$/);
    }
  });
}
