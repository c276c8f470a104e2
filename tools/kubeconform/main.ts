/**
 * kubeconform and JSON schemas for it, made from the CRDs that our own schemas are made from.
 *
 *     npx tsx tools/kubeconform/main.ts FOLDER [CRDS]
 *
 * Writes the schemas into FOLDER, builds the program where it is missing, and prints how to call it.
 */
import * as path from 'path';
import { kubeconform } from './binary';
import { TEMPLATE, writeJsonSchemas } from './schemas';

const [folder, crds = path.join(__dirname, '..', '..', '..', 'shared', 'crds')] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: npx tsx tools/kubeconform/main.ts FOLDER [CRDS]\n');
  process.exit(2);
}
const count = writeJsonSchemas(crds, folder);
const program = kubeconform();
process.stderr.write(`${count} schemas in ${folder}${program ? '' : '; no Go on the path, so no kubeconform'}\n`);
if (program) process.stdout.write(`${program} -strict -n 2 -schema-location '${path.resolve(folder, TEMPLATE)}'\n`);
