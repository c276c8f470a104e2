import * as fs from 'fs';
import * as path from 'path';
import { CACHE, kubeconform as program } from '../tools/kubeconform/binary';
import { TEMPLATE, writeJsonSchemas } from '../tools/kubeconform/schemas';

/** The command line of kubeconform, to which files and folders are added; undefined where it cannot be built. */
export function kubeconform(crds: string): readonly string[] | undefined {
  const file = program();
  if (!file) return undefined;
  const schemas = path.join(CACHE, 'schemas');
  fs.rmSync(schemas, { recursive: true, force: true });
  writeJsonSchemas(crds, schemas);
  return [file, '-strict', '-n', '2', '-schema-location', path.join(schemas, TEMPLATE)];
}
