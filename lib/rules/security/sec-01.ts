import { Rule } from '../../admission/rule';
import type { RuleContext } from '../../admission/rule-context';
import { literalCredentials } from '../../manifests/credentials';
import type { JsonPath } from '../../manifests/manifest';
import type { ManifestObject } from '../../manifests/manifest-object';

/** A credential in a manifest ends in git, in the output folder and in every report: only references belong there. */
export class LiteralCredentialRule extends Rule {
  constructor() {
    super({
      id: 'SEC-01',
      title: 'No credential is written out in a manifest',
      layer: 'security',
      evidence: 'kubernetes.io/docs/concepts/security/secrets-good-practices: avoid sharing Secret manifests',
    });
  }

  public check(context: RuleContext): void {
    for (const object of context.manifests.objects) {
      const told = new Set<string>();
      for (const { path, why } of literalCredentials(object)) {
        // A text may hold several.
        const at = [...path, why].join('\n');
        if (told.has(at)) continue;
        told.add(at);
        context.report(object, {
          path,
          message: `a credential is written out: ${why}`,
          fix: fixOf(object, path),
        });
      }
    }
  }
}

function fixOf(object: ManifestObject, path: JsonPath): string {
  if (object.kind === 'Secret') return 'create the Secret outside of the manifests (kubectl create secret, External Secrets, Sealed Secrets) and refer to it by name';
  const [list, index] = path.slice(-2);
  if (typeof index === 'number' && (list === 'args' || list === 'command')) {
    return 'keep it in a Secret, take it into a variable (valueFrom: { secretKeyRef: { name, key } }) and write $(VARIABLE) here';
  }
  return 'keep it in a Secret and refer to it: valueFrom: { secretKeyRef: { name, key } }';
}
