import { EnforcedBy } from './enforced-by';
import type { RuleContext } from './rule-context';
import { Severity } from './severity';
import type { Subjects } from './subjects';

/** What a rule says about itself; the catalogue page is made of it. */
export interface RuleProps {
  /** Public name, for example `DGD-22`. Own rules: a prefix that says whose they are, for example `ACME-01`. Never reused. */
  readonly id: string;

  /** One sentence: what holds when the rule is kept, for example `Every worker names its model`. */
  readonly title: string;

  /** @default Severity.ERROR */
  readonly severity?: Severity;

  /**
   * The layer of the stack that the rule is about: `serving`, `deployment`, `infrastructure` …
   *
   * @default 'user'
   */
  readonly layer?: string;

  /** Where it can be looked up: a file of the upstream source, a page, an issue. */
  readonly evidence: string;

  /**
   * Who refuses what the rule finds.
   *
   * @default EnforcedBy.RUNTIME
   */
  readonly enforcedBy?: EnforcedBy;
}

/**
 * Something that holds for manifests which are accepted and work. Extend it for rules of your own:
 *
 * - `check` reads `context.manifests` and reports what it finds;
 * - an object that is not in the set may exist in the cluster: say `context.notEvaluated(…)` instead of reporting it.
 */
export abstract class Rule {
  /** Public name, for example `DGD-22`. */
  public readonly id: string;
  /** One sentence: what holds when the rule is kept. */
  public readonly title: string;
  /** Severity of its findings, unless one of them says otherwise. */
  public readonly severity: Severity;
  /** The layer of the stack that it is about. */
  public readonly layer: string;
  /** Where it can be looked up. */
  public readonly evidence: string;
  /** Who refuses what it finds. */
  public readonly enforcedBy: EnforcedBy;
  /**
   * What it is about; undefined where it looks at everything, as rules of users do.
   *
   * @internal
   */
  public readonly _about?: Subjects;

  constructor(props: RuleProps) {
    this.id = props.id;
    this.title = props.title;
    this.severity = props.severity ?? Severity.ERROR;
    this.layer = props.layer ?? 'user';
    this.evidence = props.evidence;
    this.enforcedBy = props.enforcedBy ?? EnforcedBy.RUNTIME;
  }

  /** Looks at the manifests and reports what is wrong, through the context. Called once for each cluster. */
  public abstract check(context: RuleContext): void;
}
