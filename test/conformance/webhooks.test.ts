/**
 * Agreement with what the admission webhooks of Dynamo 1.4.0 and Grove v0.1.0-alpha.12-rc1 said of 12,000 changed manifests
 * (../shared/truth/webhooks). What decoding, schema and CEL refused is for the schema's and CEL's own tests.
 */
import { pathText } from '../../lib/manifests/manifest';
import { judgeGroveAdmission, GROVE_ADMISSION_RULES } from '../../lib/rules/deployment/grove-admission';
import { GroveAdmissionFacts } from '../../lib/rules/deployment/grove-admission/grove-admission-facts';
import { DYNAMO_GRAPH_RULES, DYNAMO_OBJECT_RULES, judgeDynamoAdmission } from '../../lib/rules/serving/dynamo-admission';
import { DynamoAdmissionFacts } from '../../lib/rules/serving/dynamo-admission/dynamo-admission-facts';
import { authoredFields, NAMED_TOO, WEBHOOK_FIELDS } from '../../tools/agreement/webhook-fields';
import { Recorded, recorded, sameField } from '../../tools/agreement/webhook-record';
import { describeWithShared } from '../support/shared';

/** The server of the record: ../shared/truth/README.md. */
const DYNAMO: DynamoAdmissionFacts = {
  grove: true, checkpoints: false, inferencePools: true, gpuDiscovery: true, topologyBindings: {}, topologyBindingsComplete: true,
};
const GROVE: GroveAdmissionFacts = {
  schedulers: ['default-scheduler', 'kai-scheduler'], defaultScheduler: 'default-scheduler', topologyAwareScheduling: false, autoMnnvl: false,
};

const WARNINGS = new Set([...DYNAMO_GRAPH_RULES, ...Object.values(DYNAMO_OBJECT_RULES).flat(), ...Object.values(GROVE_ADMISSION_RULES).flat()]
  .filter(({ severity }) => severity === 'warning').map(({ id }) => id));

interface Tally {
  accepted: number;
  refused: number;
  sameField: number;
  byDecoding: number;
  bySchema: number;
}

function judged({ manifest }: Recorded, dynamo: DynamoAdmissionFacts, grove: GroveAdmissionFacts) {
  const verdicts = [judgeDynamoAdmission(manifest, dynamo), judgeGroveAdmission(manifest, grove)];
  return {
    fields: verdicts.flatMap(({ problems }) => problems).filter(({ rule }) => !WARNINGS.has(rule)).map(({ path }) => pathText(path)),
    notEvaluated: verdicts.flatMap(({ notEvaluated }) => notEvaluated).length,
  };
}

/** The webhook may name the owner of the place that we name: `labels` for one label. */
function names(webhook: string, ours: string): boolean {
  return sameField(webhook, ours) || sameField(webhook, ours.replace(/(\.[^.[\]]*|\[[^\]]*\])$/, ''));
}

describeWithShared('the record of the webhooks', () => {
  const tallies = new Map<string, Tally>();
  const falseAlarms: string[] = [];
  const missed: string[] = [];
  const otherField: string[] = [];
  const used = new Set<RegExp>();
  const withoutFacts = { alarms: [] as string[], unfound: { notEvaluated: 0, passed: 0 } };

  beforeAll(() => {
    for (const line of recorded()) {
      const key = `${line.manifest.apiVersion} ${line.kind}`;
      const tally = tallies.get(key) ?? { accepted: 0, refused: 0, sameField: 0, byDecoding: 0, bySchema: 0 };
      tallies.set(key, tally);
      const { fields } = judged(line, DYNAMO, GROVE);
      const blind = judged(line, {}, {});
      if (line.accepted && blind.fields.length > 0) withoutFacts.alarms.push(`${line.title}: ${blind.fields}`);
      if (line.by === 'webhook' && blind.fields.length === 0) withoutFacts.unfound[blind.notEvaluated > 0 ? 'notEvaluated' : 'passed'] += 1;
      if (line.accepted) {
        tally.accepted += 1;
        if (fields.length > 0) falseAlarms.push(`${line.title}: ${fields}`);
      } else if (line.by === 'decoding') {tally.byDecoding += 1;} else if (line.by === 'schema') {tally.bySchema += 1;} else {
        tally.refused += 1;
        for (const { pattern } of [...WEBHOOK_FIELDS, ...NAMED_TOO]) if (line.fields.some((field) => pattern.test(field))) used.add(pattern);
        const theirs = authoredFields(line);
        if (fields.length === 0) missed.push(`${line.title}: ${line.message}`);
        // a panic and a duration name no field; a message that was cut names the first ones only
        else if (theirs.every((field) => fields.some((ours) => names(field, ours)))
          && (theirs.length === 0 || line.cut || fields.every((ours) => theirs.some((field) => names(field, ours))))) tally.sameField += 1;
        else otherField.push(`${line.title}: ${fields} instead of ${theirs}`);
      }
    }
  });

  test('what the webhooks accepted has no finding', () => {
    expect(falseAlarms).toEqual([]);
  });

  test("what a webhook's own logic refused is found", () => {
    expect(missed).toEqual([]);
  });

  test('and in the same field', () => {
    expect(otherField).toEqual([]);
  });

  test('every row that translates a field is needed', () => {
    expect([...WEBHOOK_FIELDS, ...NAMED_TOO].filter(({ pattern }) => !used.has(pattern)).map(({ reason }) => reason)).toEqual([]);
  });

  test('the table', () => {
    const rows = [...tallies].sort(([a], [b]) => (a < b ? -1 : 1));
    const sum = (key: keyof Tally) => rows.reduce((total, [, tally]) => total + tally[key], 0);
    process.stdout.write(`${['| kind | accepted | refused by a webhook\'s logic | same field | by decoding | by schema or CEL |', '|---|---|---|---|---|---|',
      ...rows.map(([key, tally]) => `| ${key} | ${tally.accepted} | ${tally.refused} | ${tally.sameField} | ${tally.byDecoding} | ${tally.bySchema} |`)].join('\n')}\n`);
    expect({ accepted: sum('accepted'), refused: sum('refused'), sameField: sum('sameField'), byDecoding: sum('byDecoding'), bySchema: sum('bySchema') })
      .toEqual({ accepted: 7041, refused: 371, sameField: 371, byDecoding: 4280, bySchema: 584 });
  });

  test('where no fact is declared nothing is made up, and only what is looked up goes unfound', () => {
    expect(withoutFacts.alarms).toEqual([]);
    expect(withoutFacts.unfound).toEqual({ notEvaluated: 3, passed: 0 });
  });
});
