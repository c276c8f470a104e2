import type { ManifestObject } from '../manifests/manifest-object';
import { ManifestSet } from '../manifests/manifest-set';
import { readInputs } from '../manifests/read';

/** Documents that are no manifests: beside manifests they do no harm. */
const HARMLESS: readonly string[] = ['READ-EMPTY', 'READ-NO-OBJECT', 'READ-NO-KIND'];

/**
 * The objects of files, folders and `-`; undefined where something could not be read, which is said on standard error.
 *
 * @throws when there is no document at all
 */
export function readManifests(inputs: readonly string[]): ManifestSet | undefined {
  const objects: ManifestObject[] = [];
  let documents = 0;
  let failed = false;
  for (const document of readInputs(inputs)) {
    documents++;
    objects.push(...document.objects);
    for (const { rule, file, line, message, fix } of document.problems) {
      const harmless = HARMLESS.includes(rule);
      failed ||= !harmless;
      process.stderr.write(`${harmless ? 'warning' : 'error'}: ${line === undefined ? file : `${file}:${line}`}: ${message}. Fix: ${fix}\n`);
    }
  }
  if (documents === 0) throw new Error(`no manifests in ${inputs.join(', ')}: folders are searched for .yaml, .yml and .json files`);
  return failed ? undefined : new ManifestSet(objects);
}
