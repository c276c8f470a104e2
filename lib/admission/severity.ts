/** How much a finding matters. */
export enum Severity {
  /** The set must not be applied: something refuses it, or it cannot work. Fails the synth. */
  ERROR = 'error',
  /** It will likely not do what its author wants. */
  WARNING = 'warning',
  /** Worth knowing. */
  INFO = 'info',
}
