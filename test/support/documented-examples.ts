import { parseAllDocuments } from 'yaml';
import { Prelude } from '../docs/preludes';

/** A program that a document shows, and what the document says about it. */
export interface DocumentedExample {
  /** Page and line of the block, for messages. */
  readonly at: string;
  /** The whole program. */
  readonly program: string;
  /** Fragments of the manifests that it makes. */
  readonly manifests: unknown[];
  /** What it says instead of making manifests. */
  message?: string;
}

interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
  readonly prelude?: string;
}

/**
 * The programs of a page in Markdown: each `ts` block, and each change of it by a `diff` block. What follows them says what they do:
 * a `yaml` block with a `kind` is part of a manifest, a `text` block is the message with which they stop.
 */
export function documentedExamples(page: string, markdown: string, preludes: { readonly [name: string]: Prelude }): DocumentedExample[] {
  const examples: DocumentedExample[] = [];
  for (const block of blocksOf(markdown)) {
    const at = `${page}:${block.line}`;
    const last = examples[examples.length - 1];
    if (block.language === 'ts') {
      const { before, after } = preludeOf(block, at, preludes);
      examples.push({ at, program: before + block.text + after, manifests: [] });
    } else if (block.language === 'diff') {
      examples.push({ at, program: changed(last.program, block.text, at), manifests: [] });
    } else if (block.language === 'text' && last) {
      last.message = block.text.trim();
    } else if (block.language === 'yaml') {
      const documents = parseAllDocuments(block.text).map((document): unknown => document.toJS());
      last?.manifests.push(...documents.filter((document) => typeof document === 'object' && document !== null && 'kind' in document));
    }
  }
  return examples;
}

/** Whether a manifest has everything of a fragment: keys may be missing in it, and items of lists. */
export function hasFragment(manifest: unknown, fragment: unknown): boolean {
  if (Array.isArray(fragment)) return Array.isArray(manifest) && fragment.every((item) => manifest.some((each) => hasFragment(each, item)));
  if (typeof fragment !== 'object' || fragment === null) return manifest === fragment;
  if (typeof manifest !== 'object' || manifest === null) return false;
  return Object.entries(fragment).every(([key, value]) => hasFragment((manifest as Record<string, unknown>)[key], value));
}

function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^(?:<!-- prelude: (\w+) -->\n)?```(\w+)\n([\s\S]*?)^```$/gm)].map((found) => ({
    prelude: found[1], language: found[2], text: found[3], line: markdown.slice(0, found.index).split('\n').length,
  }));
}

function preludeOf(block: Block, at: string, preludes: { readonly [name: string]: Prelude }): Prelude {
  if (block.prelude === undefined) return { before: '', after: '' };
  const found = preludes[block.prelude];
  if (!found) throw new Error(`${at}: prelude '${block.prelude}', use one of ${Object.keys(preludes).join(', ')}`);
  return found;
}

function changed(program: string, diff: string, at: string): string {
  const side = (sign: string) => diff.split('\n').filter((line) => line.startsWith(sign)).map((line) => line.slice(1)).join('\n');
  if (!program.includes(side('-'))) throw new Error(`${at}: the program above has no such lines`);
  return program.replace(side('-'), () => side('+'));
}
