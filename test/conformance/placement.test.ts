/**
 * Where the real KAI v0.17.0 with Grove put each pod (../shared/truth/placement), against `cluster` and `plan` as the command line gives them.
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { Ledger, LedgerGang } from '../../lib/expansion/ledger/ledger';
import { run } from '../support/command-line';
import { nodeObject, NodeOfScenario } from '../support/nodes';
import { describeWithShared, SHARED } from '../support/shared';

interface Recorded {
  readonly scenario: {
    readonly name: string;
    readonly nodes: readonly NodeOfScenario[];
    readonly cluster: readonly unknown[];
    readonly queues: readonly unknown[];
    readonly manifests: readonly unknown[];
  };
  readonly gangs: ReadonlyArray<{ readonly gang: string; readonly of: number; readonly placed: number }>;
}

const FOLDER = path.join(SHARED, 'truth', 'placement');
const BIN = path.join(__dirname, '..', '..', 'bin', 'cdk8s-inference');
const RACK = /needs one domain of kubernetes\.io\/rack, and none is large enough/;

/** Why KAI left a gang waiting, in our words: the scenario's `why`. */
const REASONS: { readonly [scenarioAndGang: string]: RegExp } = {
  'clique-min-not-met a-0': /^18 pods of a-0-w fit, its minimum is 19: each needs 4 GPUs/,
  'cpu-binds a-0': /^4 pods of a-0-w fit, its minimum is 5: each needs 70 CPUs, and 2 nodes have room for 2$/,
  'fragments a-0': /^16 pods of a-0-w fit, its minimum is 17: each needs 3 GPUs, and 8 nodes have room for 2$/,
  'frontend-nowhere a-0': /^no node takes the pods of a-0-frontend: the pods select kubernetes\.io\/arch=amd64, the nodes have 'arm64'/,
  'limit-zero a-0': /^queue team allows 0 GPUs/,
  'memory-binds a-0': /^4 pods of a-0-w fit, its minimum is 5: each needs 500Gi of memory, and 4 nodes have room for 1$/,
  'memory-too-small a-0': /^a pod of a-0-w needs 950Gi of memory, and no node has more than 900Gi of memory$/,
  'minimum-two-too-large a-0': /^18 pods of a-0 fit, its minimum is 20: each needs 4 GPUs/,
  'packing-01 g3-0': RACK,
  'packing-02 g3-0': RACK,
  'packing-06 g2-0': RACK,
  'packing-06 g3-0': RACK,
  'packing-12 g3-0': RACK,
  'packing-12 g4-0': RACK,
  'parent-limit-two-children b-0': /queue org, above other, allows 24 GPUs .+, of which 16 GPUs are used; the gang needs 16 GPUs/,
  'parent-limit a-0': /^queue org, above team, allows 16 GPUs .+; the gang needs 20 GPUs$/,
  'queue-is-parent a-0': /^queue org is the parent of team: only queues without children run pods$/,
  'queue-limit a-0': /^queue team allows 16 GPUs .+; the gang needs 20 GPUs$/,
  'rack-too-large a-0': /^18 pods of a-0 fit, its minimum is 19/,
  'rack-two-gangs b-0': /^it fits alone, not beside a-0: 8 pods of b-0 fit, its minimum is 10/,
  'required-no-partial c-0': RACK,
  'required-replica-waits a-0-decode-3': RACK,
  'scaled-gang-waits a-0-decode-0': /^it fits alone, not beside a-0: 8 pods of a-0-decode-0 fit, its minimum is 10/,
  'taint a-0': /^no node takes the pods of a-0-w: the nodes have the taint nvidia\.com\/gpu=present:NoSchedule, which the pods do not tolerate/,
  'two-racks-required a-0': RACK,
  'unknown-queue a-0': /^queue nowhere does not exist/,
  'whole-set-too-large a-0': RACK,
  'wrong-arch a-0': /^no node takes the pods of a-0-w: the pods select kubernetes\.io\/arch=amd64/,
};

/** Gangs that KAI left waiting in its order, and that an exact packing fits beside those that run. */
const ANOTHER_ORDER = ['packing-02 g3-0'];

/** Gangs on which we do not agree with KAI, with the reason: none. */
const DIFFERENCES: { readonly [scenarioAndGang: string]: string } = {};

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'placement-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function file(name: string, data: unknown): string {
  const at = path.join(folder, name);
  fs.writeFileSync(at, typeof data === 'string' ? data : JSON.stringify(data));
  return at;
}

function inputsOf({ scenario }: Recorded) {
  const list = (items: readonly unknown[]) => ({ apiVersion: 'v1', kind: 'List', items });
  const nodes = file(`${scenario.name}-nodes.json`, list(scenario.nodes.map(nodeObject)));
  return { nodes, manifests: file(`${scenario.name}.json`, list([...scenario.cluster, ...scenario.queues, ...scenario.manifests])) };
}

describeWithShared('What KAI placed is possible, and what we call impossible waited', () => {
  const recorded = fs.readdirSync(FOLDER).sort().map((name) => JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8')) as Recorded);

  test.each(recorded.map((each) => [each.scenario.name, each] as const))('%s', (name, each) => {
    const { nodes, manifests } = inputsOf(each);
    const cluster = file(`${name}.yaml`, run('cluster', nodes).stdout);
    const { stdout, stderr, exitCode } = run('plan', manifests, '--cluster', cluster, '--format', 'json');
    expect(stderr).toBe('');
    const { workloads } = JSON.parse(stdout) as Ledger;
    const gangs = new Map(workloads.flatMap((workload) => workload.gangs).map((gang): [string, LedgerGang] => [gang.name, gang]));
    const waiting = each.gangs.filter(({ placed }) => placed === 0).map(({ gang }) => gang);
    const disagreed = each.gangs.filter(({ gang, of, placed }) => gangs.get(gang)?.pods !== of || (gangs.get(gang)?.verdict === 'runs') !== placed > 0);
    expect(disagreed.map(({ gang }) => `${name} ${gang}`)).toEqual(Object.keys(DIFFERENCES).filter((key) => key.startsWith(`${name} `)));
    for (const gang of waiting) {
      expect(gangs.get(gang)!.reason).toMatch(REASONS[`${name} ${gang}`]);
      expect(/only in another order/.test(gangs.get(gang)!.reason)).toBe(ANOTHER_ORDER.includes(`${name} ${gang}`));
    }
    expect(gangs.size).toBe(each.gangs.length);
    expect(exitCode).toBe(waiting.length > 0 ? 1 : 0);
    // Pods beyond the minimum too.
    for (const { gang, of, placed } of each.gangs) {
      if (placed > 0) expect(/^(\d+) of/.exec(gangs.get(gang)!.reason)?.[1] ?? String(of)).toBe(String(placed));
    }
  });

  test('there are 50, and every gang that waits has its reason', () => {
    const waiting = recorded.flatMap(({ scenario, gangs }) => gangs.filter(({ placed }) => placed === 0).map(({ gang }) => `${scenario.name} ${gang}`));
    expect([recorded.length, waiting.sort()]).toEqual([50, Object.keys(REASONS).sort()]);
  });

  test('the program as a shell runs it', () => {
    if (!fs.existsSync(path.join(BIN, '..', '..', 'lib', 'cli', 'index.js'))) throw new Error('compile first: npx projen compile');
    const each = recorded.find(({ scenario }) => scenario.name === 'packing-02')!;
    const { nodes, manifests } = inputsOf(each);
    const cluster = file('bin.yaml', spawnSync(BIN, ['cluster', '-'], { encoding: 'utf8', input: fs.readFileSync(nodes) }).stdout);
    const { status, stdout } = spawnSync(BIN, ['plan', '-', '--cluster', cluster, '--format', 'json'], { encoding: 'utf8', input: fs.readFileSync(manifests) });
    const verdicts = (JSON.parse(stdout) as Ledger).workloads.flatMap(({ gangs }) => gangs.map(({ name, verdict }) => [name, verdict]));
    expect([status, verdicts]).toEqual([1, [['g0-0', 'runs'], ['g1-0', 'runs'], ['g2-0', 'runs'], ['g3-0', 'waits']]]);
  });
});
