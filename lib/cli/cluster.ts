import * as fs from 'fs';
import { unreadable } from './cluster-option';
import { COULD_NOT_RUN, CLEAN } from './exit-codes';
import { parseYaml } from '../core/yaml';
import { clusterFileText } from '../facts/cluster-file';
import { clusterOfNodes } from '../manifests/cluster-of-nodes';

/** The file descriptor of standard input. */
const STDIN = 0;

/**
 * `cdk8s-inference cluster`: cluster.yaml on standard output, what to know about it on standard error.
 *
 * @returns the exit code: 0 done, 2 could not run
 */
export function cluster(input: string): number {
  try {
    const { facts, warnings } = clusterOfNodes(parsed(input), input);
    for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
    process.stdout.write(clusterFileText(facts));
    return CLEAN;
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return COULD_NOT_RUN;
  }
}

function parsed(input: string): unknown {
  let text: string;
  try {
    text = fs.readFileSync(input === '-' ? STDIN : input, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${input}: ${unreadable(code)}`);
  }
  try {
    // What kubectl prints; ten times faster than by way of YAML.
    return JSON.parse(text) as unknown;
  } catch {
    return parseYaml(text, input);
  }
}
