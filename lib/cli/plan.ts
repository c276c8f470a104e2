import { Command } from 'commander';
import { clusterOption } from './cluster-option';
import { CLEAN, COULD_NOT_RUN, FINDINGS } from './exit-codes';
import { faultsOf, readAll, tell } from './inputs';
import { bytes, oneOf } from './options';
import type { Ledger, Verdict } from '../expansion/ledger/ledger';
import { ledgerOf } from '../expansion/ledger/ledger-of';
import { ledgerText } from '../report/ledger';

/** What `plan` was told. */
export interface PlanOptions {
  readonly cluster?: string;
  readonly format: 'text' | 'json';
  readonly maxBytes: number;
}

const FORMATS = ['text', 'json'];

/** Verdicts that a pipeline should stop at. */
const FAILING: readonly Verdict[] = ['never', 'waits'];

/** The command `plan` with its options. */
export function planCommand(run: (inputs: string[], options: PlanOptions) => void): Command {
  return new Command('plan')
    .description('See what will run: the gangs that operators make of manifests, placed on the nodes and in the queues of a cluster.')
    .argument('<inputs...>', 'files, folders, or - for standard input; queues and topologies among them are used')
    .option('--cluster <file>', 'the cluster with its nodes: a cluster.yaml, as the command cluster writes it')
    .option('--format <format>', `how to report: ${FORMATS.join(', ')}`, oneOf(FORMATS), 'text')
    .option('--max-bytes <bytes>', 'do not read larger inputs', bytes, 20_000_000)
    .addHelpText('after', '\nExit code: 0 all run, or no cluster was given; 1 a gang waits or never runs, or a document could not be read; 2 could not run.')
    .action(run);
}

/**
 * `cdk8s-inference plan`: the ledger on standard output.
 *
 * @returns the exit code: 0 everything runs or is not known, 1 something waits or never runs, or could not be read, 2 could not run
 */
export function plan(inputs: readonly string[], { cluster, format, maxBytes }: PlanOptions): number {
  try {
    const facts = cluster === undefined ? undefined : clusterOption(cluster);
    const { manifests, problems, missing } = readAll(inputs, maxBytes);
    const faults = faultsOf(problems);
    tell([...missing, ...faults]);
    const ledger = ledgerOf(manifests, facts);
    process.stdout.write(format === 'json' ? `${JSON.stringify(ledger, null, 2)}\n` : ledgerText(ledger));
    return missing.length > 0 ? COULD_NOT_RUN : faults.length > 0 || fails(ledger) ? FINDINGS : CLEAN;
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return COULD_NOT_RUN;
  }
}

function fails({ workloads }: Ledger): boolean {
  return workloads.some(({ gangs }) => gangs.some(({ verdict }) => FAILING.includes(verdict)));
}
