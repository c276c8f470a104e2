import { changedLines, documentOf, givenLines } from './api-server-truth';
import { describeWithShared } from './upstream';
import { admit } from '../../lib/admission/admit';
import { pathText } from '../../lib/manifests/manifest';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { builtInRules } from '../../lib/rules';

const EVERY = process.env.TRUTH === 'all' ? 1 : 7;

/** Kinds about which rules say that the API server refuses something. */
const JUDGED = /^(resource\.k8s\.io|resource\.nvidia\.com|v1\/Pod$|apps\/v1|batch\/v1|scheduling\.run\.ai)/;

describeWithShared('what the rules say of the API server', () => {
  test('they name it for nothing that it takes', () => {
    const rules = builtInRules();
    const alarms: string[] = [];
    let judged = 0;
    for (const line of [...givenLines(), ...changedLines(EVERY)]) {
      if (!line.ok || !JUDGED.test(line.kind)) continue;
      const manifest = documentOf(line);
      if (manifest.unreadable) continue;
      judged++;
      for (const { rule, path, enforcedBy, severity } of admit(ManifestSet.of([manifest]), { rules }).findings) {
        if (enforcedBy.name === 'apiserver' && severity === 'error') alarms.push(`${rule} ${path} ${line.file}#${line.doc} ${line.changes.map((change) => pathText(change.path)).join()}`);
      }
    }
    expect(judged).toBeGreaterThan(500);
    expect(alarms).toEqual([]);
  });
});
