import { Command } from 'commander';
import { bytes, oneOf } from './options';

/** What `expand` was told. */
export interface ExpandOptions {
  readonly format: 'yaml' | 'json';
  readonly cluster?: string;
  readonly grove?: boolean;
  /** Whether the cluster has LeaderWorkerSet and Volcano. */
  readonly lws?: boolean;
  readonly maxBytes: number;
}

const FORMATS = ['yaml', 'json'];

/** The command `expand` with its options. */
export function expandCommand(run: (inputs: string[], options: ExpandOptions) => void): Command {
  const words = oneOf(['true', 'false']);
  const flag = (text: string) => words(text) === 'true';
  return new Command('expand')
    .description('Print the objects that operators and controllers will create of manifests: PodCliqueSets, gangs, pods, Services, claims.')
    .argument('<inputs...>', 'files, folders, or - for standard input')
    .option('--format <format>', `how to print: ${FORMATS.join(', ')}`, oneOf(FORMATS), 'yaml')
    .option('--cluster <file>', 'what is known of the cluster: a cluster.yaml, as the command cluster writes it')
    .option('--grove <boolean>', 'whether Grove is installed and Dynamo uses it: true, false', flag)
    .option('--lws <boolean>', 'whether LeaderWorkerSet and Volcano are installed, for engines over several nodes without Grove: true, false', flag)
    .option('--max-bytes <bytes>', 'do not read larger inputs', bytes, 20_000_000)
    .addHelpText('after', '\nPods have no random suffix: names end where it would begin.\nExit code: 0 done, 1 a document could not be read, 2 could not run.')
    .action(run);
}
