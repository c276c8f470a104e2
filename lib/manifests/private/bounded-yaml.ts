import type { CST, Document } from 'yaml';
import { lineBreaks } from './line-breaks';
import { yaml } from '../../core/yaml';

/**
 * How much the `yaml` package may read, counted in its tokens: words, signs, runs of space, line ends and escapes.
 *
 * It takes 2 to 10 microseconds and up to 1,500 bytes of memory for each (measured; the most for texts full of faults), so 20 MB of brackets would
 * take minutes, and more memory than node has.
 */
export interface TokenBudget {
  readonly ofDocument: number;
  /** What is left for the documents of an input together. */
  ofInput: number;
}

/** Tokens of one document. The largest CRD that the fast reader leaves to the package has 73,000. */
const TOKENS = 250_000;

/** So a document that uses up what is its own leaves enough for the others. */
const DOCUMENTS = 4;

/** Where a size cap is larger than by default, the bound grows with it. */
const BYTES_PER_TOKEN = 80;

/**
 * What the package is asked to read.
 *
 * @param maxBytes the size cap of the input
 * @param stream whether the input has no end, and each of its documents is judged by itself
 */
export function tokenBudget(maxBytes: number = 0, stream: boolean = false): TokenBudget {
  const ofDocument = Math.max(TOKENS, maxBytes / BYTES_PER_TOKEN);
  return { ofDocument, ofInput: stream ? Infinity : DOCUMENTS * ofDocument };
}

/** What is shorter has few lines. */
const SHORT = 40;

/** Stray brackets after which a text is not read further. */
const MOST_FAULTS = 100;

/** A text that is not read to its end. */
export class OutOfBounds extends Error {
  /** @param offset characters before the place where reading ended */
  constructor(readonly bound: 'tokens' | 'depth', readonly offset: number) {
    super();
  }
}

/**
 * The package's `parseDocument` of YAML 1.1 as kubectl reads it, within bounds: its cost is no more than that of the tokens.
 *
 * @param budget gets less by what is read
 * @param maxDepth levels of nesting
 * @returns the document; of one with very many faults the beginning
 * @throws OutOfBounds
 */
export function boundedYaml(text: string, budget: TokenBudget, maxDepth: number): Document.Parsed {
  if (budget.ofInput <= 0) throw new OutOfBounds('tokens', 0);
  const { Composer, Lexer, Parser } = yaml();
  const composer = new Composer({
    version: '1.1',
    // In linear time in lib/manifests/private/duplicate-keys.
    uniqueKeys: false,
    logLevel: 'silent',
    // As kubectl reads it: time stamps and base-60 numbers stay strings, sets are maps and ordered maps lists.
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || (!/timestamp|binary|set|omap|pairs/.test(tag.tag) && (tag as { format?: string }).format !== 'TIME')),
  });
  const [document] = composer.compose(tokens(), true, text.length) as Generator<Document.Parsed>;
  return document;

  function* tokens(): Generator<CST.Token> {
    const parser = new Parser();
    let left = Math.min(budget.ofDocument, budget.ofInput);
    let faults = 0;
    for (const lexeme of new Lexer().lex(text)) {
      const cost = costOf(lexeme);
      budget.ofInput -= cost;
      left -= cost;
      if (left < 0) throw new OutOfBounds('tokens', parser.offset);
      for (const token of parser.next(lexeme)) {
        if (token.type === 'error') faults++;
        yield token;
      }
      if (faults > MOST_FAULTS) break;
      // The document and a scalar are levels too.
      if (parser.stack.length > maxDepth + 2) throw new OutOfBounds('depth', parser.offset);
    }
    yield* parser.end();
  }
}

/** A text of many lines is one token; each of its lines is read by itself, and each escape of a quoted text may be a fault. */
function costOf(lexeme: string): number {
  if (lexeme.length < SHORT) return 1;
  let cost = 1 + lineBreaks(lexeme);
  if (lexeme.startsWith('"')) for (let at = lexeme.indexOf('\\'); at >= 0; at = lexeme.indexOf('\\', at + 2)) cost++;
  return cost;
}
