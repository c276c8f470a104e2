import type { Finding } from './place';
import type { Problem } from '../../admission/problem';

/** A rule that an operator's admission webhook enforces, over one object as the webhook sees it. */
export interface WebhookRule<Subject, Facts> {
  /** Id, for example `DGD-02`. Ids are API: never used again for another rule. */
  readonly id: string;
  /** What must hold, in a few words. */
  readonly title: string;
  readonly severity: 'error' | 'warning';
  /** Which webhook refuses it: `webhook: Dynamo operator`; `runtime` where the webhook only warns. */
  readonly enforcedBy: string;
  /** Where the rule is from. */
  readonly evidence: string;
  /**
   * Why the rule cannot be judged for this object with these facts: what it looks up in the cluster was not declared.
   * Undefined where it can, or where the object does not touch what it is about. A rule without it needs no facts.
   */
  readonly unknown?: (subject: Subject, facts: Facts) => string | undefined;
  /** What is wrong. On a rule about changes, `previous` is the object as it was; without it such a rule finds nothing. */
  readonly check: (subject: Subject, facts: Facts, previous?: Subject) => Finding[];
}

/** A rule that could not be judged, and why. */
export interface NotEvaluated {
  readonly rule: string;
  readonly reason: string;
}

/** What rules said of an object. */
export interface WebhookVerdict {
  readonly problems: Problem[];
  readonly notEvaluated: NotEvaluated[];
}

/** Judges one object by a table of rules. */
export function judge<Subject, Facts>(
  rules: readonly WebhookRule<Subject, Facts>[], subject: Subject, facts: Facts, previous?: Subject,
): WebhookVerdict {
  const problems: Problem[] = [];
  const notEvaluated: NotEvaluated[] = [];
  for (const rule of rules) {
    const reason = rule.unknown?.(subject, facts);
    if (reason === undefined) problems.push(...rule.check(subject, facts, previous).map((finding) => ({ rule: rule.id, ...finding })));
    else notEvaluated.push({ rule: rule.id, reason });
  }
  return { problems, notEvaluated };
}
