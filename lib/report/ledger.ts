import type { Ledger, LedgerDomain, LedgerGang, LedgerPool, LedgerQueue, LedgerQueueAmount, LedgerWorkload } from '../expansion/ledger/ledger';

/** A ledger for people: what runs where, gang by gang, then pools, NVLink domains and queues, then the sums. */
export function ledgerText(ledger: Ledger): string {
  const { workloads, pools, domains, queues } = ledger;
  const sections = [
    ...workloads.map(workloadText),
    ...section('POOL', ['NODES USED', 'GPUS USED'], pools, (pool) => [pool.name, ...usedText(pool)]),
    ...section('NVLINK DOMAIN', ['NODES USED', 'GPUS USED'], domains, (domain) => [domain.name, ...usedText(domain)]),
    ...section('QUEUE', ['PARENT', 'GPUS USED', 'LIMIT', 'QUOTA'], queues, queueRow),
  ];
  return [...sections, `${summaryOf(ledger)}\n`].join('\n');
}

/** One line: how much is asked for, and how much of it runs. */
function summaryOf({ totals, workloads }: Ledger): string {
  const gangs = workloads.flatMap((workload) => workload.gangs);
  const verdicts = ['runs', 'waits', 'never', 'unknown'].flatMap((verdict) => {
    const count = gangs.filter((gang) => gang.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${VERDICTS[verdict](count)}`];
  });
  const nodes = totals.nodes === undefined ? '' : ` on ${number(totals.nodes, 'node')}`;
  return `${number(totals.gangs, 'gang')}, ${number(totals.pods, 'pod')}, ${number(totals.gpus, 'GPU')}${nodes}${verdicts.length === 0 ? '' : `: ${verdicts.join(', ')}`}`;
}

const VERDICTS: { readonly [verdict: string]: (count: number) => string } = {
  runs: (count) => (count === 1 ? 'runs' : 'run'),
  waits: (count) => (count === 1 ? 'waits' : 'wait'),
  never: (count) => (count === 1 ? 'never runs' : 'never run'),
  unknown: () => 'not known',
};

function workloadText({ kind, name, namespace, gangs }: LedgerWorkload): string {
  const title = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const rows = alike(gangs).map(([first, last, count]) => [
    `  ${count === 1 ? first.name : `${first.name} … ${last.name}`}`,
    `${number(first.pods, 'pod')}${count === 1 ? '' : ' each'}${first.pods === first.minimum ? '' : ` (minimum ${first.minimum})`}`,
    `${number(first.gpus, 'GPU')}${count === 1 ? '' : ' each'}`,
    first.verdict,
    first.reason,
  ]);
  return `${title}\n${table(rows)}`;
}

/** Gangs that follow each other and differ in the number of their names only, as pods of a Deployment do: the first, the last, how many. */
function alike(gangs: readonly LedgerGang[]): Array<readonly [LedgerGang, LedgerGang, number]> {
  const found: Array<[LedgerGang, LedgerGang, number]> = [];
  for (const gang of gangs) {
    const run = found[found.length - 1];
    if (run && sameButNumber(run[0], gang)) {
      run[1] = gang;
      run[2]++;
    } else {
      found.push([gang, gang, 1]);
    }
  }
  return found;
}

function sameButNumber(a: LedgerGang, b: LedgerGang): boolean {
  const text = (gang: LedgerGang) => JSON.stringify({ ...gang, name: gang.name.replace(/\d+$/, '') });
  return text(a) === text(b);
}

function section<T>(title: string, columns: readonly string[], rows: readonly T[], cells: (row: T) => readonly string[]): string[] {
  return rows.length === 0 ? [] : [table([[title, ...columns], ...rows.map(cells)])];
}

function usedText({ nodes, nodesUsed, gpus, gpusUsed }: LedgerPool | LedgerDomain): string[] {
  return [`${nodesUsed} of ${nodes}`, `${gpusUsed} of ${gpus}`];
}

function queueRow({ name, parent, gpu }: LedgerQueue): string[] {
  const bound = (field: keyof LedgerQueueAmount) => (gpu[field] === -1 ? 'none' : String(gpu[field]));
  return [name, parent ?? '-', String(gpu.used), bound('limit'), gpu.quota === -1 ? 'all' : String(gpu.quota)];
}

/** Columns as wide as their widest cell; the last as it is. */
function table(rows: ReadonlyArray<readonly string[]>): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] + 2))).join('')}\n`).join('');
}

function number(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
