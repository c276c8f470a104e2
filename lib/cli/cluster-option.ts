import * as fs from 'fs';
import type { ClusterFacts } from '../facts/cluster-facts';
import { readClusterFile } from '../facts/cluster-file';

/** The start of what `kubectl get nodes` prints as JSON or YAML. */
const NODES = /^\s*(\{\s*"(apiVersion|kind|items)"\s*:|(apiVersion|kind|items):)/;

/**
 * The facts of the file that `--cluster` names.
 *
 * @throws when it cannot be read, or says what cannot be
 */
export function clusterOption(file: string): ClusterFacts {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`--cluster ${file}: ${unreadable(code)}`);
  }
  if (NODES.test(text)) throw new Error(`--cluster ${file}: it holds nodes as kubectl prints them. Fix: cdk8s-inference cluster ${file} > cluster.yaml, and give that`);
  return readClusterFile(text, `--cluster ${file}`);
}

/** Why a file could not be read. */
export function unreadable(code: string | undefined): string {
  if (code === 'ENOENT') return 'there is no such file';
  return code === 'EISDIR' ? 'it is a folder, not a file' : `it cannot be read (${code})`;
}
