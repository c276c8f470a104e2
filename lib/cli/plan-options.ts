import { Command } from 'commander';
import { bytes, oneOf } from './options';

/** What `plan` was told. */
export interface PlanOptions {
  readonly cluster?: string;
  readonly format: 'text' | 'json';
  readonly maxBytes: number;
}

const FORMATS = ['text', 'json'];

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
