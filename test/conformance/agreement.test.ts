/**
 * Verdicts as users get them (schema, CEL, every rule that server or webhook enforces) against what real servers said, for a sample of the
 * records; test/long/agreement.test.ts judges every line.
 */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { validate } from '../../lib/cli/validate';
import { CHART_DEFAULTS } from '../../lib/facts/chart-defaults';
import { changedLines, manifestOf } from '../../tools/agreement/api-server-record';
import { knownDifferences, unexplained } from '../../tools/agreement/differences';
import { figuresOf, isCore } from '../../tools/agreement/table';
import { apiServerVerdicts, judge, keyOf, Verdict, WEBHOOKS_INSTALLED, webhookVerdicts } from '../../tools/agreement/verdict';
import { recorded } from '../../tools/agreement/webhook-record';
import { describeWithShared } from '../support/shared';

/** A change that breaks agreement breaks it in many lines. */
const EVERY = 11;

describeWithShared('what real servers said, a sample', () => {
  let apiServer: Verdict[] = [];
  let webhooks: Verdict[] = [];

  beforeAll(() => {
    apiServer = [...apiServerVerdicts(EVERY)];
    webhooks = [...webhookVerdicts(EVERY)];
  }, 120_000);

  test('every difference is known, with a reason, and every known one differs', () => {
    expect(unexplained([...apiServer, ...webhooks], false)).toEqual({ unknown: [], stale: [] });
  });

  test('we refuse nothing that the API server takes', () => {
    expect(apiServer.filter(({ outcome }) => outcome === 'false alarm').map(keyOf)).toEqual([]);
  });

  test('the agreement is what we promise', () => {
    const custom = figuresOf(apiServer.filter(({ line }) => !isCore(line.kind)));
    const core = figuresOf(apiServer.filter(({ line }) => isCore(line.kind)));
    const refused = figuresOf(webhooks.filter(({ line }) => !line.ok));
    expect(custom.agree / custom.lines).toBeGreaterThanOrEqual(0.999);
    expect(core.agree / core.lines).toBeGreaterThanOrEqual(0.97);
    expect((custom.sameField + core.sameField) / (custom.fieldsNamed + core.fieldsNamed)).toBeGreaterThanOrEqual(0.98);
    expect(refused.agree / refused.lines).toBeGreaterThanOrEqual(0.99);
    expect(refused.sameField / refused.fieldsNamed).toBeGreaterThanOrEqual(0.99);
  });

  test('only admission policies have no schema', () => {
    const kinds = new Set(apiServer.filter(({ checked }) => !checked).map(({ line }) => line.kind));
    expect([...kinds].filter((kind) => !kind.startsWith('admissionregistration.k8s.io/'))).toEqual([]);
  });

  test('a reason is more than a word', () => {
    expect([...knownDifferences().values()].filter((reason) => !/^(miss|alarm|field): \w+ \w+/.test(reason))).toEqual([]);
  });

  test('nothing is refused that the webhooks take, but what is listed', () => {
    const accepted = figuresOf(webhooks.filter(({ line }) => line.ok));
    expect(accepted.agree / accepted.lines).toBeGreaterThanOrEqual(0.999);
  });

  test('the scheduler that Grove was configured with decides the lines that wait for it', () => {
    const lines = [...knownDifferences()].filter(([, reason]) => reason.includes('scheduler')).map(([key]) => key.split('\t').slice(2).join(' '));
    const facts = { ...WEBHOOKS_INSTALLED, cluster: { pools: [], operators: CHART_DEFAULTS } };
    const refused = [...recorded()].filter(({ line: { file, doc, changes } }) => lines.includes(`${file}#${doc} ${JSON.stringify(changes)}`))
      .filter(({ manifest }) => judge(manifest, facts).findings.some(({ rule, path: at }) => rule === 'GRV-02' && at.endsWith('schedulerName')));
    expect(refused).toHaveLength(lines.length);
  });

  test.each([
    ['with nothing declared', {} as Partial<typeof WEBHOOKS_INSTALLED>, () => changedLines(EVERY * 13).map(manifestOf)],
    ['with the release', WEBHOOKS_INSTALLED, () => [...recorded(EVERY * 7)].map(({ manifest }) => manifest)],
  ])('`validate --each --format json` says the same, %s', (_, facts, given) => {
    const manifests = given().filter((manifest) => manifest !== undefined);
    expect(manifests.length).toBeGreaterThan(150);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'agreement-'));
    const written: string[] = [];
    const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    try {
      const file = path.join(folder, 'all.yaml');
      fs.writeFileSync(file, manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
      expect(validate([file], { ...facts, format: 'json', each: true, maxBytes: 20_000_000 })).toBe(1);
    } finally {
      spy.mockRestore();
      fs.rmSync(folder, { recursive: true });
    }
    const said = written.join('').trimEnd().split('\n').map((line) => JSON.parse(line));
    expect(said.map(({ findings }) => findings.map(({ rule, path: at }: any) => `${rule} ${at}`)))
      .toEqual(manifests.map((manifest) => judge(manifest, facts).findings.map(({ rule, path: at }) => `${rule} ${at}`)));
  });
});
