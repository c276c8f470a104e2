/** Which of the pods of a role is meant. */
export interface GangPosition {
  /**
   * Replica of the set, from 0.
   *
   * @default 0
   */
  readonly replica?: number;

  /**
   * Replica of the scaling group, from 0.
   *
   * @default 0
   */
  readonly instance?: number;

  /**
   * Pod of the role, from 0.
   *
   * @default 0
   */
  readonly pod?: number;
}
