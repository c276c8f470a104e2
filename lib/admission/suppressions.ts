import type { Finding } from './finding';
import type { ManifestObject } from '../manifests/manifest-object';

/** Prefix of annotations that take a rule's findings of one object out of the report: `suppress.cdk8s-inference/DGD-36: <reason>`. */
export const SUPPRESS_PREFIX = 'suppress.cdk8s-inference/';

/** Somebody's decision that findings of a rule are right as they are. */
export interface Suppression {
  readonly rule: string;
  readonly reason: string;
  /** The construct below which it holds, or undefined for the one object. */
  readonly construct?: string;
  readonly object?: ManifestObject;
  /** Set where it holds in sets that are judged apart from this one: then none of them alone says whether it is of use. */
  readonly isShared?: boolean;
}

/** The suppressions that an object's annotations hold. */
export function suppressionsOf(object: ManifestObject): Suppression[] {
  const metadata = object.manifest.metadata as { readonly annotations?: unknown } | undefined;
  const annotations = metadata?.annotations;
  if (typeof annotations !== 'object' || annotations === null) return [];
  const found: Suppression[] = [];
  for (const [key, reason] of Object.entries(annotations)) {
    if (key.startsWith(SUPPRESS_PREFIX)) found.push({ rule: key.slice(SUPPRESS_PREFIX.length), reason: typeof reason === 'string' ? reason : '', object });
  }
  return found;
}

/** Whether a suppression speaks of a finding. */
export function covers(suppression: Suppression, finding: Pick<Finding, 'rule' | 'object' | 'construct'>): boolean {
  if (suppression.rule !== finding.rule || suppression.reason.trim() === '') return false;
  if (suppression.object) return suppression.object === finding.object;
  const { construct } = suppression;
  return construct === '' || (finding.construct !== undefined && (finding.construct === construct || finding.construct.startsWith(`${construct}/`)));
}
