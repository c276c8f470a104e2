import type { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { AdmissionError } from './private/admission-error';
import { admitRendered, objectsOf, render } from './private/admit-constructs';
import { addRule, judgesItself, ownFacts } from './private/decisions';
import { tell } from './private/tell';
import type { Report } from '../admission/report';
import type { Rule } from '../admission/rule';
import { addSuppression } from '../cluster/private/suppressions';
import { invalid } from '../core/errors';
import type { KubernetesVersion } from '../facts/kubernetes-version';
import type { Release } from '../facts/release';

/** Why a finding is right as it is. */
export interface SuppressOptions {
  /** For whoever reads the program next; not empty. */
  readonly reason: string;
}

/** What is known of the cluster where no `Cluster` above the charts says it. */
export interface AdmissionOptions {
  /**
   * Release line of the stack.
   *
   * @default - unknown: rules that need it are not evaluated
   */
  readonly release?: Release;

  /**
   * Minor version of the API server.
   *
   * @default - unknown: rules that need it are not evaluated
   */
  readonly kubernetes?: KubernetesVersion;
}

/** Judges what constructs render as the API server, the webhooks and the rules of the stack do: before it is applied. */
export class Admission {
  /** What is decided about a construct and everything below it. */
  public static of(construct: IConstruct): Admission {
    return new Admission(construct);
  }

  /**
   * Judges everything below a construct as `synth()` of an InferenceApp does, and throws nothing: for tests.
   *
   * ```text
   * expect(Admission.check(chart).errors).toEqual([]);
   * ```
   *
   * @param scope an App, a Cluster, a Chart or any construct that renders objects
   */
  public static check(scope: IConstruct, options: AdmissionOptions = {}): Report {
    return admitRendered(scope, render(objectsOf(scope)), { ...ownFacts(scope.node.root), ...options }).report;
  }

  /**
   * As `check`, but throws when there are errors; the message is the report.
   *
   * @throws AdmissionError
   */
  public static assertNoErrors(scope: IConstruct, options: AdmissionOptions = {}): void {
    const report = Admission.check(scope, options);
    if (report.hasErrors) throw new AdmissionError(report);
  }

  /**
   * Makes `synth()` of a plain cdk8s app fail when there are errors: nothing is written then. Warnings go to stderr.
   *
   * An InferenceApp does so by itself; there it only says the options.
   */
  public static enforce(app: App, options: AdmissionOptions = {}): void {
    if (ownFacts(app)) {
      judgesItself(app, options);
      return;
    }
    // cdk8s validates the whole app once per chart and once more: what did not grow since is not judged again.
    let judged = -1;
    let problem: AdmissionError | undefined;
    let isJudging = false;
    app.node.addValidation({
      validate: () => {
        const size = app.node.findAll().length;
        if (isJudging) return [];
        if (size !== judged) {
          judged = size;
          isJudging = true;
          try {
            const report = Admission.check(app, options);
            problem = report.hasErrors ? new AdmissionError(report) : undefined;
            if (!problem) tell(report);
          } finally {
            isJudging = false;
          }
        }
        if (problem) throw problem;
        return [];
      },
    });
  }

  private constructor(private readonly construct: IConstruct) {}

  /**
   * Takes the findings of a rule, in this construct and below, out of the report. One that nothing needs is a warning.
   *
   * @param rule id, for example `DGD-36`
   * @throws when there is no reason
   */
  public suppress(rule: string, options: SuppressOptions): void {
    if (options.reason.trim() === '') {
      throw invalid({ path: this.construct.node.path, value: `${rule} with reason ''`, reason: 'nobody can tell later whether it still holds', fix: 'say why the finding is right as it is' });
    }
    addSuppression(this.construct, { rule, reason: options.reason });
  }

  /** Adds a rule of your own; it sees the manifests of every cluster of the app. */
  public addRule(rule: Rule): void {
    addRule(this.construct, rule);
  }
}
