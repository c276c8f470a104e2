import { Construct } from 'constructs';

/** Something that is wrong for this cluster or release: part of one list that fails the synth. */
export interface SynthFinding {
  /** Id of the rule. */
  readonly rule: string;
  /** What was asked for. */
  readonly value: string;
  readonly reason: string;
  /** What to write instead. */
  readonly fix: string;
}

/**
 * Registers a check that runs when the app is synthesized; the findings of all constructs are reported together,
 * each behind the path of its construct.
 *
 * A check is cheap and keeps nothing: `cdk8s.App` runs it once per chart and once more, and a test may synthesize,
 * add something, and synthesize again.
 */
export function checkAtSynth(scope: Construct, check: () => SynthFinding[]): void {
  scope.node.addValidation({
    validate: () => check().map(textOf),
  });
}

/** The error of a constructor for what is wrong on every cluster, together with what is wrong on this one. */
export function contradictions(path: string, findings: readonly SynthFinding[]): Error {
  return new Error(findings.map((finding) => `${path}: ${textOf(finding)}`).join('\n'));
}

function textOf(finding: SynthFinding): string {
  return `${finding.rule}: ${finding.value} - ${finding.reason}. Fix: ${finding.fix}`;
}
