import { Command, InvalidArgumentError } from 'commander';
import type { KubernetesVersion } from '../facts/kubernetes-version';
import type { Release } from '../facts/release';

/** What `validate` was told. */
export interface ValidateOptions {
  readonly kubernetes?: KubernetesVersion;
  readonly release?: Release;
  readonly cluster?: string;
  readonly previous?: string;
  readonly format: 'text' | 'json' | 'sarif';
  readonly strict?: boolean;
  readonly each?: boolean;
  readonly maxBytes: number;
}

const FORMATS = ['text', 'json', 'sarif'];

/** The command `validate` with its options. */
export function validateCommand(run: (inputs: string[], options: ValidateOptions) => void): Command {
  return new Command('validate')
    .description('Judge manifests as the API server, the webhooks and the rules of the stack do: offline, before they are applied.')
    .argument('<inputs...>', 'files, folders, or - for standard input')
    .option('--kubernetes <version>', 'minor version of the API server, for example 1.34', known(kubernetesOf))
    .option('--release <release>', 'release line of the stack, for example dynamo-1.4', known(releaseOf))
    .option('--cluster <file>', 'what is known of the cluster: a cluster.yaml, as the command cluster writes it')
    .option('--previous <folder>', 'what was applied before, for rules about changes')
    .option('--format <format>', `how to report: ${FORMATS.join(', ')}`, oneOf(FORMATS), 'text')
    .option('--strict', 'warnings fail as errors do')
    .option('--each', 'judge every document by itself, as a stream; with --format json one line for each')
    .option('--max-bytes <bytes>', 'do not read larger inputs; with --each: larger documents', bytes, 20_000_000)
    .addHelpText('after', '\nExit code: 0 nothing wrong, 1 findings, 2 could not run.')
    .action(run);
}

// Loaded where they are asked for.
function kubernetesOf(version: string): KubernetesVersion {
  return (require('../facts/kubernetes-version') as typeof import('../facts/kubernetes-version')).KubernetesVersion.of(version);
}

function releaseOf(name: string): Release {
  return (require('../facts/cluster-file') as typeof import('../facts/cluster-file')).releaseOf(name);
}

/** A reader whose refusal is a mistake of the command line. */
function known<T>(read: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return read(text);
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
}

/** A reader of one of a few words. */
export function oneOf(choices: readonly string[]): (text: string) => string {
  return (text) => {
    if (choices.includes(text)) return text;
    throw new InvalidArgumentError(`Choose one of ${choices.join(', ')}.`);
  };
}

/** A whole number of bytes. */
export function bytes(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('Give a whole number of bytes.');
}
