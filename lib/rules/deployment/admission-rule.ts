import type { WebhookRule } from './webhook-rule';
import { EnforcedBy } from '../../admission/enforced-by';
import { Rule } from '../../admission/rule';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import type { Subjects } from '../../admission/subjects';
import type { ManifestObject } from '../../manifests/manifest-object';

/** One object as the rules of a webhook read it. */
export interface Judged<Subject> {
  readonly object: ManifestObject;
  readonly subject: Subject;
  /** The object as it was applied before. */
  readonly previous?: Subject;
}

/** What the rules of a webhook judge: read once for each judgement, however many rules there are. */
export class Docket<Subject, Facts> {
  private readonly read = new WeakMap<RuleContext, { readonly facts: Facts; readonly judged: readonly Judged<Subject>[] }>();

  /**
   * @param about the kinds that it judges
   * @param facts what the webhook looks up, as far as it is known
   * @param judged the objects that it is asked about
   */
  constructor(
    public readonly about: Subjects,
    private readonly facts: (context: RuleContext) => Facts,
    private readonly judged: (context: RuleContext) => Judged<Subject>[],
  ) {}

  /** What there is to judge in a context. */
  public of(context: RuleContext): { readonly facts: Facts; readonly judged: readonly Judged<Subject>[] } {
    const known = this.read.get(context);
    if (known) return known;
    const read = { facts: this.facts(context), judged: this.judged(context) };
    this.read.set(context, read);
    return read;
  }
}

/** A rule of a webhook, in the catalogue of the library. */
export class AdmissionRule<Subject, Facts> extends Rule {
  public override readonly _about: Subjects;

  constructor(layer: string, private readonly rule: WebhookRule<Subject, Facts>, private readonly docket: Docket<Subject, Facts>) {
    const webhook = /^webhook: (.*)$/.exec(rule.enforcedBy);
    super({
      id: rule.id,
      title: sentence(rule.title),
      severity: rule.severity === 'warning' ? Severity.WARNING : Severity.ERROR,
      layer,
      evidence: rule.evidence,
      enforcedBy: webhook ? EnforcedBy.webhook(webhook[1]) : EnforcedBy.RUNTIME,
    });
    this._about = docket.about;
  }

  public check(context: RuleContext): void {
    const { rule } = this;
    const { facts, judged } = this.docket.of(context);
    for (let i = 0; i < judged.length; i++) {
      const { object, subject, previous } = judged[i];
      const reason = rule.unknown?.(subject, facts);
      if (reason !== undefined) {
        context.notEvaluated(reason, object);
        continue;
      }
      const findings = rule.check(subject, facts, previous);
      // Nearly always there are none.
      if (findings.length > 0) for (const { path, message, fix } of findings) context.report(object, { path: [...path], message, fix });
    }
  }
}

/** The objects of a kind, in every version that a reader takes. */
export function objectsOfKind<Subject>(
  context: RuleContext, group: string, kind: string, read: (object: ManifestObject) => Subject | undefined,
): Judged<Subject>[] {
  return context.manifests.ofKind(group, kind).flatMap((object) => {
    const subject = read(object);
    if (subject === undefined) return [];
    const before = context.previousOf(object);
    return [{ object, subject, previous: before && read(before) }];
  });
}

/** A title with a capital, unless it begins with the name of a field or product: `terminationDelay`, `vLLM`, `v1alpha1`. */
function sentence(title: string): string {
  return /^[a-z]+\b/.test(title) ? `${title[0].toUpperCase()}${title.slice(1)}` : title;
}
