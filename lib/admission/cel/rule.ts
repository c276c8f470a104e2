import { Compiler, Run } from './compile';
import { parseCel } from './parse';
import { CelSyntaxError } from './syntax';
import { tokensOf } from './tokens';
import { BoundedMemo } from '../../core/bounded-memo';

/** The variables of a rule, in the order of their slots. */
const VARIABLES = ['self', 'oldSelf'];

/** A rule, compiled once. */
export interface CompiledRule {
  /** Undefined where the text is no CEL. */
  readonly run?: Run;
  /** Why it is none. */
  readonly problem?: string;
  /** Whether it compares with a previous object. */
  readonly isTransition: boolean;
}

const compiled = new BoundedMemo<string, CompiledRule>(5000);

/** The compiled form of a rule or of a `messageExpression`. */
export function compiledRule(text: string): CompiledRule {
  return compiled.get(text, compile);
}

function compile(text: string): CompiledRule {
  try {
    const isTransition = tokensOf(text).some((token) => token.sort === 'name' && token.text === 'oldSelf');
    return { run: new Compiler(VARIABLES).compile(parseCel(text)), isTransition };
  } catch (error) {
    if (error instanceof CelSyntaxError) return { problem: error.message, isTransition: false };
    // The stack: an expression of thousands of terms.
    if (error instanceof RangeError) return { problem: 'too long', isTransition: false };
    throw error;
  }
}
