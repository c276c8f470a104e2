import { IMMUTABLE_FIELDS, ImmutableFields } from './immutable-fields';
import { EnforcedBy } from '../../admission/enforced-by';
import { Rule } from '../../admission/rule';
import type { RuleContext } from '../../admission/rule-context';
import { redact } from '../../manifests/credentials';
import type { JsonPath } from '../../manifests/manifest';
import { list, ManifestObject, record, valueAt } from '../../manifests/manifest-object';

/** What stays as it was created, in kinds of Kubernetes itself: for manifests that replace what was applied before. */
export class ImmutableFieldRule extends Rule {
  constructor() {
    super({
      id: 'SCHEMA-IMMUTABLE',
      title: 'A field that the API server keeps as it was created does not change',
      layer: 'kubernetes',
      evidence: 'k8s.io/kubernetes 1.36 pkg/apis, validation of updates; asked of kube-apiserver 1.36.3',
      enforcedBy: EnforcedBy.API_SERVER,
    });
  }

  public check(context: RuleContext): void {
    if (!context.previous) return;
    for (const object of context.manifests.objects) {
      const before = context.previousOf(object);
      if (!before) continue;
      for (const row of IMMUTABLE_FIELDS[`${object.group}/${object.kind}`] ?? []) {
        if (row.onlyIf && valueAt(before.manifest, row.onlyIf) !== true) continue;
        // The versions of resource.k8s.io spell a spec differently: what changed, only the server can tell.
        if (before.apiVersion !== object.apiVersion) {
          context.notEvaluated(`it was applied as ${before.apiVersion}: give both in one version`, object);
          break;
        }
        for (const path of changesOf(row, context.defaulted(object), before.manifest)) {
          context.report(object, {
            path: [...path],
            message: `the API server keeps this field as it was created, and it was ${shown(before, path)}`,
            fix: `keep it, or delete the ${object.kind} and create it anew`,
          });
        }
      }
    }
  }
}

function changesOf(row: ImmutableFields, now: unknown, before: unknown): JsonPath[] {
  return row.fields.flatMap((path) => {
    const old = valueAt(before, path);
    if (row.mayBeSet && (old === undefined || old === null || old === '')) return [];
    return differences(path, valueAt(now, path), old, row.except ?? []);
  });
}

/**
 * Where two values differ for certain. A scalar or an object that only one of them states may be a default, which the server fills in: no difference.
 */
function differences(path: JsonPath, now: unknown, before: unknown, except: readonly JsonPath[]): JsonPath[] {
  if (except.some((pattern) => matches(pattern, path))) return [];
  if (Array.isArray(now) || Array.isArray(before)) {
    const [a, b] = [list(now), list(before)];
    if (a.length !== b.length) return [path];
    return a.flatMap((item, i) => differences([...path, i], item, b[i], except));
  }
  const [mapNow, mapBefore] = [record(now), record(before)];
  if (mapNow && mapBefore) {
    const keys = new Set([...Object.keys(mapNow), ...Object.keys(mapBefore)]);
    return [...keys].sort().flatMap((key) => differences([...path, key], mapNow[key], mapBefore[key], except));
  }
  if (now === undefined || now === null || before === undefined || before === null) return FREE.has(path[path.length - 2]) ? [path] : [];
  // A text that stands for a number is the same; String() of an object calls what the manifest holds under `toString`.
  return now === before || (!mapNow && !mapBefore && String(now) === String(before)) ? [] : [path];
}

/** Maps whose keys are users' own: nothing in them has a default. */
const FREE = new Set<string | number>(['matchLabels', 'nodeSelector', 'data', 'binaryData', 'stringData', 'parameters']);

function matches(pattern: JsonPath, path: JsonPath): boolean {
  return pattern.length === path.length && pattern.every((step, i) => step === path[i] || (step === '*' && typeof path[i] === 'number'));
}

/** A value of an object in short; redacted before it is cut, since half a credential is not found any more. */
function shown(object: ManifestObject, path: JsonPath): string {
  const text = redact(JSON.stringify(valueAt(object.manifest, path)) ?? 'not there', object);
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
