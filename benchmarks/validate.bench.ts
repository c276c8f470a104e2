import * as fs from 'fs';
import * as path from 'path';
import { writeChangedDocuments } from './changed-documents';
import { kubeconform } from './kubeconform';
import { benchmark } from './registry';
import { wholeProcesses } from './whole-processes';

const ROOT = path.join(__dirname, '..');
const SHARED = path.join(ROOT, '..', 'shared');
const EXAMPLES = path.join(SHARED, 'upstream-examples');
const CHANGED = 5_000;

const validate = [process.execPath, path.join(ROOT, 'bin', 'cdk8s-inference'), 'validate'];
const each = [...validate, '--each', '--format', 'json'];

benchmark({
  measure: 'validate of one small file (ConfigMap), whole process',
  unit: 'ms',
  peer: 'node -e 0',
  target: 3,
  run: () => wholeProcesses(15, [...validate, path.join(__dirname, 'small.yaml')], [process.execPath, '-e', '0']),
});

const peer = fs.existsSync(SHARED) ? kubeconform(path.join(SHARED, 'crds')) : undefined;
if (peer) {
  benchmark({
    measure: 'validate --each of all upstream examples, whole process',
    unit: 'ms',
    peer: 'kubeconform -n 2',
    target: 1,
    run: () => wholeProcesses(7, [...each, EXAMPLES], [...peer, EXAMPLES]),
  });
  benchmark({
    measure: `the same with ${CHANGED} changed documents as JSON files`,
    unit: 'ms',
    peer: 'kubeconform -n 2',
    target: 1,
    run: () => {
      const folder = writeChangedDocuments(SHARED, CHANGED);
      try {
        return wholeProcesses(3, [...each, folder], [...peer, folder]);
      } finally {
        fs.rmSync(folder, { recursive: true });
      }
    },
  });
} else {
  process.stderr.write(`validate.bench.ts: kubeconform is left out, ${fs.existsSync(SHARED) ? 'there is no Go to build it with' : `${SHARED} is not there`}\n`);
}
