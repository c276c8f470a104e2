import { Construct, IConstruct } from 'constructs';
import { isSuppressed } from './suppressions';

/** Something that is wrong for this cluster or release: a finding of the report. */
export interface SynthFinding {
  /** Id of the rule; who refuses it and where it can be looked up stands in `lib/rules`. */
  readonly rule: string;
  /** What was asked for. */
  readonly value: string;
  readonly reason: string;
  /** What to write instead. */
  readonly fix: string;
  /** @default 'error' */
  readonly severity?: 'error' | 'warning' | 'info';
}

const CHECKS = Symbol.for('cdk8s-inference.checks');
const COLLECTED = Symbol.for('cdk8s-inference.collected');

/** What this module keeps on constructs; by symbol, since two copies of the library may be loaded. */
interface Marked {
  [CHECKS]?: Array<() => readonly SynthFinding[]>;
  [COLLECTED]?: boolean;
}

/**
 * Registers a check of what depends on the cluster, the release or other constructs. `InferenceApp` and `Admission` make findings of the same
 * report of it as of the rules about manifests. A plain `cdk8s.App` fails with its errors, as with any validation.
 *
 * A check is cheap and keeps nothing: `cdk8s.App` runs it once per chart and once more, and a test may synthesize,
 * add something, and synthesize again.
 */
export function checkAtSynth(scope: Construct, check: () => readonly SynthFinding[]): void {
  const marked = scope as Marked;
  if (marked[CHECKS]) {
    marked[CHECKS].push(check);
    return;
  }
  Object.defineProperty(scope, CHECKS, { value: [check] });
  scope.node.addValidation({
    validate: () => {
      if ((scope.node.root as Marked)[COLLECTED]) return [];
      return findingsOf(scope).filter(({ rule, severity = 'error' }) => severity === 'error' && !isSuppressed(scope, rule)).map(textOf);
    },
  });
}

/** What the checks of one construct find now. */
export function findingsOf(construct: IConstruct): readonly SynthFinding[] {
  return ((construct as Marked)[CHECKS] ?? []).flatMap((check) => check());
}

/** Runs the validations of constructs without those of `checkAtSynth`, for whoever collects findings by themselves. */
export function withoutChecks<T>(construct: IConstruct, run: () => T): T {
  const root = construct.node.root as Marked;
  Object.defineProperty(root, COLLECTED, { value: true, configurable: true });
  try {
    return run();
  } finally {
    Object.defineProperty(root, COLLECTED, { value: false, configurable: true });
  }
}

/** The error of a constructor for what is wrong on every cluster, together with what is wrong on this one. */
export function contradictions(path: string, findings: readonly SynthFinding[]): Error {
  return new Error(findings.map((finding) => `${path}: ${textOf(finding)}`).join('\n'));
}

function textOf(finding: SynthFinding): string {
  return `${finding.rule}: ${finding.value} - ${finding.reason}. Fix: ${finding.fix}`;
}
