import * as path from 'path';
import { EnforcedBy } from '../../admission/enforced-by';
import { Rule } from '../../admission/rule';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import type { ManifestObject, ManifestOrigin } from '../../manifests/manifest-object';
import { sameJson } from '../deployment/same-json';

/** An object that stands twice is applied twice: the cluster keeps the last one, and the next apply may turn it round. */
export class DuplicateObjectRule extends Rule {
  constructor() {
    super({
      id: 'ADM-04',
      title: 'Every object stands once in what is applied to a cluster',
      layer: 'delivery',
      evidence: 'the API server knows an object by group, kind, namespace and name, so a second apply overwrites the first; kustomize build refuses two of one id',
      enforcedBy: EnforcedBy.RUNTIME,
    });
  }

  public check(context: RuleContext): void {
    const { objects } = context.manifests;
    if (objects.length < 2) return;
    const first = new Map<string, ManifestObject>();
    for (const object of objects) {
      if (object.name === '') continue; // the server makes the name (generateName), or the schema says that it lacks one
      const key = `${object.group}/${object.kind}/${object.namespace ?? ''}/${object.name}/${folderOf(object.origin)}`;
      const other = first.get(key);
      if (other === undefined) {
        first.set(key, object);
        continue;
      }
      const same = sameJson(other.manifest, object.manifest);
      // Files of one folder may be alternatives.
      const isCertain = !same && other.origin.file === object.origin.file;
      context.report(object, {
        path: ['metadata', 'name'],
        message: same ? `the same object stands twice${at(other)}` : `another ${object.kind} has this name${at(other)}: the one that is applied last overwrites the other`,
        fix: same ? 'keep one of them' : 'rename one of them, or put it into another namespace',
        severity: isCertain ? Severity.ERROR : Severity.WARNING,
      });
    }
  }
}

/** Files of two folders may be those of two clusters. */
function folderOf({ file }: ManifestOrigin): string {
  return file === undefined ? '' : path.dirname(file);
}

function at({ origin: { construct, file, line } }: ManifestObject): string {
  if (construct !== undefined) return ` (${construct})`;
  return file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
}
