import * as fs from 'fs';
import * as path from 'path';
import { describeWithShared, SHARED, upstreamDocuments } from './upstream';
import { UPSTREAM_DEFECTS } from './upstream-defects';
import { admit } from '../../lib/admission/admit';
import { RuleFacts } from '../../lib/admission/rule-context';
import { Severity } from '../../lib/admission/severity';
import { CHART_DEFAULTS } from '../../lib/facts/chart-defaults';
import type { OperatorFacts } from '../../lib/facts/cluster-facts';
import { clusterFileText, readClusterFile } from '../../lib/facts/cluster-file';
import { Release } from '../../lib/facts/release';
import { clusterOfNodes } from '../../lib/manifests/cluster-of-nodes';
import { ManifestObject } from '../../lib/manifests/manifest-object';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { builtInRules } from '../../lib/rules';
import { nodeObject } from '../support/nodes';
import { recordingsOf } from '../support/recorded-operators';

/** Rules about infrastructure and scheduling. Those of the webhooks are held against truth/webhooks. */
const OURS = /^(DRA|CFG|CD|KAI|GRV|VER)-/;

/** Each file of the examples as one set, as someone would apply it. */
function files(): Map<string, ManifestSet> {
  const byFile = new Map<string, ManifestObject[]>();
  for (const { id, manifest } of upstreamDocuments()) {
    const file = id.slice(0, id.indexOf('#'));
    byFile.set(file, [...byFile.get(file) ?? [], new ManifestObject(manifest, { file })]);
  }
  return new Map([...byFile].map(([file, objects]) => [file, new ManifestSet(objects)]));
}

describeWithShared('what the rules say of what others publish', () => {
  test('every error is a known defect', () => {
    const rules = builtInRules().filter(({ id }) => OURS.test(id));
    const found: string[] = [];
    for (const [file, manifests] of files()) {
      for (const { rule, severity, object, path: at, message } of admit(manifests, { rules }).findings) {
        if (severity === Severity.ERROR) found.push(`${file} ${rule} ${object?.name} ${at}: ${message}`);
      }
    }
    const unknown = found.filter((line) => !UPSTREAM_DEFECTS.some(({ lines }) => lines.test(line)));
    expect(unknown).toEqual([]);
    expect(UPSTREAM_DEFECTS.filter(({ lines }) => !found.some((line) => lines.test(line))).map(({ reason }) => reason)).toEqual([]);
  });

  test('what is not evaluated says what to give', () => {
    const reasons = notEvaluated([...files().values()], {});
    expect(reasons.length).toBeGreaterThan(10);
    expect(reasons.filter((reason) => !/: (give|write) /.test(reason))).toEqual([]);
  });

  test('with a cluster.yaml of all that can be declared, only manifests are missing', () => {
    const reasons = notEvaluated([...files().values(), ...recorded()], fullFacts('mixed-pools'));
    expect(reasons.filter((reason) => !reason.endsWith('is not among the manifests: give its manifest too'))).toEqual([]);
  });
});

/** Every rule with every reason for which it was not evaluated; what stands in quotes left out. */
function notEvaluated(sets: readonly ManifestSet[], facts: RuleFacts): string[] {
  const rules = builtInRules();
  const all = sets.flatMap((manifests) => admit(manifests, { rules, facts }).notEvaluated);
  return [...new Set(all.map(({ rule, reason }) => `${rule} ${reason.replace(/'[^']*'/g, "'…'")}`))].sort();
}

/** What was applied for the records of the operators. */
function recorded(): ManifestSet[] {
  return ['grove', 'topology', 'plain', 'lws'].flatMap((folder) => recordingsOf(folder)).map(({ applied }) => ManifestSet.of(applied));
}

const OPERATORS: Required<OperatorFacts> = {
  ...CHART_DEFAULTS as Required<typeof CHART_DEFAULTS>,
  grove: true,
  leaderWorkerSet: true,
  topologyAwareScheduling: true,
  autoMnnvl: true,
  inferencePools: true,
};

/** What `validate --cluster` knows: the cluster.yaml of a scenario's nodes, with all that can be written beside its pools. */
function fullFacts(scenario: string): RuleFacts {
  const { nodes } = JSON.parse(fs.readFileSync(path.join(SHARED, 'truth', 'placement', `${scenario}.json`), 'utf8')).scenario;
  const { facts } = clusterOfNodes({ kind: 'List', items: nodes.map(nodeObject) }, 'nodes.json');
  const text = clusterFileText({ ...facts, release: Release.DYNAMO_1_4, operators: OPERATORS });
  const cluster = readClusterFile(text, 'cluster.yaml');
  return { cluster, release: cluster.release, kubernetes: cluster.kubernetes };
}
