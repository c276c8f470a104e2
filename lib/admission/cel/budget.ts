import { OverBudget } from './failure';

/** Limits of the API server, in steps: of one rule on one value, and of all rules on one object. */
const PER_RULE = 1_000_000;
const PER_OBJECT = 10_000_000;

/** Characters or elements that an operation may look at for one step. */
const PER_STEP = 10;

/** What evaluating may cost: every node is a step, and what traverses text or lists costs by their length. */
export class Budget {
  private ofRule = 0;
  private ofObject = 0;

  /** A rule begins. */
  begin(): void {
    this.ofRule = 0;
  }

  /** @throws OverBudget */
  spend(steps: number): void {
    this.ofRule += steps;
    this.ofObject += steps;
    if (this.ofRule > PER_RULE || this.ofObject > PER_OBJECT) throw new OverBudget();
  }

  /** Looks at so many characters or elements. */
  traverse(size: number): void {
    this.spend(Math.ceil(size / PER_STEP));
  }
}
