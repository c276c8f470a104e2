import { EnforcedBy } from '../../admission/enforced-by';
import { Rule } from '../../admission/rule';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import type { ManifestObject } from '../../manifests/manifest-object';
import { sameJson } from '../deployment/same-json';

/** An object that stands twice is applied twice: the cluster keeps the last one, and the next apply may turn it round. */
export class DuplicateObjectRule extends Rule {
  constructor() {
    super({
      id: 'ADM-04',
      title: 'Every object stands once in what is applied to a cluster',
      layer: 'delivery',
      evidence: 'kubectl apply and server-side apply know an object by group, kind, namespace and name; kustomize build refuses a second one with the same',
      enforcedBy: EnforcedBy.RUNTIME,
    });
  }

  public check(context: RuleContext): void {
    const first = new Map<string, ManifestObject>();
    for (const object of context.manifests.objects) {
      if (object.name === '') continue; // the server makes the name (generateName), or the schema says that it lacks one
      const key = `${object.group}/${object.kind}/${object.namespace ?? ''}/${object.name}`;
      const other = first.get(key);
      if (other === undefined) {
        first.set(key, object);
        continue;
      }
      const where = other.origin.construct ?? other.origin.file;
      const at = where === undefined ? '' : ` (${where}${other.origin.line === undefined ? '' : `:${other.origin.line}`})`;
      const same = sameJson(other.manifest, object.manifest);
      context.report(object, {
        path: ['metadata', 'name'],
        message: same ? `the same object stands twice${at}` : `another ${object.kind} has this name${at}: the one that is applied last overwrites the other`,
        fix: same ? 'keep one of them' : 'rename one of them, or put it into another namespace',
        severity: same ? Severity.WARNING : Severity.ERROR,
      });
    }
  }
}
