import type { EnforcedBy } from '../admission/enforced-by';
import { Rule, RuleProps } from '../admission/rule';
import type { RuleContext } from '../admission/rule-context';
import type { Severity } from '../admission/severity';
import type { Subjects } from '../admission/subjects';
import type { JsonPath } from '../manifests/manifest';
import type { ManifestObject } from '../manifests/manifest-object';
import type { Place } from './deployment/place';

/** What a rule of a table found in an object. */
export interface Found {
  readonly object: ManifestObject;
  readonly path: JsonPath;
  /** A clause without a full stop. */
  readonly message: string;
  /** An imperative without a full stop. */
  readonly fix: string;
  /** @default - the rule's */
  readonly severity?: Severity;
  /** @default - the rule's */
  readonly enforcedBy?: EnforcedBy;
}

/** What a rule of a table could not judge. */
export interface Unjudged {
  /** @default - the rule was not judged at all */
  readonly object?: ManifestObject;
  /** What is missing, as a clause without a full stop. */
  readonly unknown: string;
}

/** A rule as a row of a table. */
export interface RuleRow extends RuleProps {
  /** @default - everything */
  readonly about?: Subjects;
  readonly check: (context: RuleContext) => Iterable<Found | Unjudged>;
}

/** The rules of a table, for the catalogue. */
export function rulesOf(layer: string, rows: readonly RuleRow[]): Rule[] {
  return rows.map((row) => new RowRule(layer, row));
}

/** A table whose rules are about the same, those apart that say themselves what they are about. */
export function about(subjects: Subjects, rows: readonly RuleRow[]): RuleRow[] {
  return rows.map((row) => ({ about: subjects, ...row }));
}

/** Says what is wrong at a place of an object. */
export function found(object: ManifestObject, place: Place, message: string, fix: string, more: Pick<Found, 'severity' | 'enforcedBy'> = {}): Found {
  return { object, path: place.path, message, fix, ...more };
}

class RowRule extends Rule {
  public override readonly _about?: Subjects;

  constructor(layer: string, private readonly row: RuleRow) {
    super({ ...row, layer });
    this._about = row.about;
  }

  public check(context: RuleContext): void {
    for (const said of this.row.check(context)) {
      if ('unknown' in said) context.notEvaluated(said.unknown, said.object);
      else context.report(said.object, { ...said, path: [...said.path] });
    }
  }
}
