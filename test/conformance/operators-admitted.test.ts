/**
 * The published graphs and PodCliqueSets as the operators took them (../shared/truth/operators): what was applied has no finding of
 * a webhook's rule, what was refused has one. Each folder is a cluster with another configuration.
 */
import * as fs from 'fs';
import * as path from 'path';
import { Manifest, pathText } from '../../lib/manifests/manifest';
import { GROVE_ADMISSION_RULES, judgeGroveAdmission } from '../../lib/rules/deployment/grove-admission';
import { GroveAdmissionFacts } from '../../lib/rules/deployment/grove-admission/grove-admission-facts';
import { judgeKaiAdmission } from '../../lib/rules/deployment/kai-admission';
import { DYNAMO_GRAPH_RULES, judgeDynamoAdmission } from '../../lib/rules/serving/dynamo-admission';
import { DynamoAdmissionFacts } from '../../lib/rules/serving/dynamo-admission/dynamo-admission-facts';
import { describeWithShared, SHARED } from '../support/shared';

const LEVELS = ['zone', 'block', 'rack', 'host'];
const BINDINGS = Object.fromEntries(
  ['grove-topology', 'gb200-topology', 'h100-topology', 'tas20-topology', 'my-cluster-topology'].map((name) => [name, LEVELS]),
);
const PLAIN: DynamoAdmissionFacts = {
  grove: false, checkpoints: false, inferencePools: true, gpuDiscovery: true, topologyBindings: {}, topologyBindingsComplete: true,
};
const GROVE: GroveAdmissionFacts = {
  schedulers: ['default-scheduler', 'kai-scheduler'],
  defaultScheduler: 'default-scheduler',
  topologyAwareScheduling: false,
  autoMnnvl: false,
  topologyBindings: {},
  topologyBindingsComplete: true,
};

/** Objects of the kinds that the webhooks look at. */
const COUNTS: { readonly [folder: string]: { readonly taken: number; readonly refused: number } } = {
  grove: { taken: 222, refused: 19 },
  topology: { taken: 17, refused: 1 },
  plain: { taken: 201, refused: 5 },
  lws: { taken: 18, refused: 4 },
};

/** ../shared/truth/README.md. */
const CLUSTERS: { readonly [folder: string]: { readonly dynamo: DynamoAdmissionFacts; readonly grove: GroveAdmissionFacts } } = {
  grove: { dynamo: { ...PLAIN, grove: true }, grove: GROVE },
  topology: {
    dynamo: { ...PLAIN, grove: true, topologyBindings: BINDINGS },
    grove: { ...GROVE, topologyAwareScheduling: true, autoMnnvl: true, topologyBindings: BINDINGS },
  },
  plain: { dynamo: PLAIN, grove: GROVE },
  lws: { dynamo: PLAIN, grove: GROVE },
};

const JUDGED = ['DynamoGraphDeployment', 'DynamoComponentDeployment', 'DynamoModel', 'DynamoGraphDeploymentRequest', 'PodCliqueSet'];
const RULES = [...DYNAMO_GRAPH_RULES, ...Object.values(GROVE_ADMISSION_RULES).flat()];
const WARNINGS = new Set(RULES.filter(({ severity }) => severity === 'warning').map(({ id }) => id));

function found(manifest: Manifest, { dynamo, grove }: (typeof CLUSTERS)[string]): string[] {
  return [judgeDynamoAdmission(manifest, dynamo), judgeGroveAdmission(manifest, grove), judgeKaiAdmission(manifest)]
    .flatMap(({ problems }) => problems)
    .filter(({ rule }) => !WARNINGS.has(rule))
    .map(({ rule, path: at }) => `${rule} ${pathText(at)}`);
}

function documents(folder: string, read: (file: any) => Manifest[] | undefined): { name: string; manifest: Manifest; refused: string[] }[] {
  const directory = path.join(SHARED, 'truth', folder);
  return fs.readdirSync(directory).filter((name) => name.endsWith('.json')).flatMap((name) => {
    const file = JSON.parse(fs.readFileSync(path.join(directory, name), 'utf8'));
    return (read(file) ?? []).map((manifest) => ({ name, manifest, refused: file.refused ?? [] }));
  });
}

describeWithShared('what the operators took', () => {
  test.each(Object.entries(CLUSTERS).map(([folder, facts]) => ({ folder, facts })))('$folder', ({ folder, facts }) => {
    const wrong: string[] = [];
    const counts = { taken: 0, refused: 0 };
    for (const { name, manifest, refused } of documents(`operators/${folder}`, ({ applied }) => applied)) {
      if (!JUDGED.includes(manifest.kind)) continue;
      const title = `${manifest.kind}/${manifest.metadata?.name}: `;
      const refusal = refused.find((text) => text.startsWith(title) && text.includes('denied the request'));
      counts[refusal ? 'refused' : 'taken'] += 1;
      const findings = found(manifest, facts);
      if ((findings.length > 0) !== (refusal !== undefined)) wrong.push(`${name} ${title}${findings} / ${refusal ?? 'taken'}`);
    }
    expect(wrong).toEqual([]);
    expect(counts).toEqual(COUNTS[folder]);
  });

  test('the queues and gangs that KAI placed', () => {
    const taken = documents('placement', ({ scenario }) => [...scenario.queues, ...scenario.manifests]);
    const facts = CLUSTERS.grove;
    const { schedulers, defaultScheduler } = facts.grove;
    const placed = { ...facts, grove: { schedulers, defaultScheduler } };
    expect(taken.length).toBeGreaterThan(100);
    const accepted = taken.filter(({ refused }) => refused.length === 0);
    expect(accepted.flatMap(({ name, manifest }) => found(manifest, placed).map((finding) => `${name} ${finding}`))).toEqual([]);
  });
});
