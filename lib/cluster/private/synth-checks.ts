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
 * Registers a check that runs once when the app is synthesized; the findings of all constructs are reported together,
 * each behind the path of its construct.
 *
 * `cdk8s.App` validates the whole app once per chart and once more, hence the memory.
 */
export function checkAtSynth(scope: Construct, check: () => SynthFinding[]): void {
  let found: string[] | undefined;
  scope.node.addValidation({
    validate: () => {
      found ??= check().map((finding) => `${finding.rule}: ${finding.value} - ${finding.reason}. Fix: ${finding.fix}`);
      return found;
    },
  });
}
