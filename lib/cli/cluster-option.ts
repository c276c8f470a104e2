import * as fs from 'fs';
import type { ClusterFacts } from '../facts/cluster-facts';
import { readClusterFile } from '../facts/cluster-file';

/**
 * The facts of the file that `--cluster` names.
 *
 * @throws when it cannot be read, or says what cannot be
 */
export function clusterOption(file: string): ClusterFacts {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    throw new Error(`--cluster ${file}: there is no such file`);
  }
  return readClusterFile(text, `--cluster ${file}`);
}
