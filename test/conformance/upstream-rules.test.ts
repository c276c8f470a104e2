import { describeWithShared, upstreamDocuments } from './upstream';
import { UPSTREAM_DEFECTS } from './upstream-defects';
import { admit } from '../../lib/admission/admit';
import { Severity } from '../../lib/admission/severity';
import { ManifestObject } from '../../lib/manifests/manifest-object';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { builtInRules } from '../../lib/rules';

/** Rules about infrastructure and scheduling. Those of the webhooks are held against truth/webhooks. */
const OURS = /^(DRA|CFG|CD|KAI|GRV|VER)-/;

/** Each file of the examples as one set, as someone would apply it. */
function files(): Map<string, ManifestSet> {
  const byFile = new Map<string, ManifestObject[]>();
  for (const { id, manifest } of upstreamDocuments()) {
    const file = id.slice(0, id.indexOf('#'));
    byFile.set(file, [...byFile.get(file) ?? [], new ManifestObject(manifest, { file })]);
  }
  return new Map([...byFile].map(([file, objects]) => [file, new ManifestSet(objects)]));
}

describeWithShared('what the rules say of what others publish', () => {
  test('every error is a known defect', () => {
    const rules = builtInRules().filter(({ id }) => OURS.test(id));
    const found: string[] = [];
    for (const [file, manifests] of files()) {
      for (const { rule, severity, object, path, message } of admit(manifests, { rules }).findings) {
        if (severity === Severity.ERROR) found.push(`${file} ${rule} ${object?.name} ${path}: ${message}`);
      }
    }
    const unknown = found.filter((line) => !UPSTREAM_DEFECTS.some(({ lines }) => lines.test(line)));
    expect(unknown).toEqual([]);
    expect(UPSTREAM_DEFECTS.filter(({ lines }) => !found.some((line) => lines.test(line))).map(({ reason }) => reason)).toEqual([]);
  });
});
