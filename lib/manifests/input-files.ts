import * as fs from 'fs';
import * as path from 'path';

/** A file to read, or an input that is none. */
export interface InputFile {
  /** `-` is standard input. */
  readonly file: string;
  /** Why it cannot be read, where that is known before. */
  readonly fault?: { readonly code?: string; readonly message: string };
}

const MANIFEST_FILE = /\.(ya?ml|json)$/i;

/** The files of inputs, in the order in which they are read: of a folder its .yaml, .yml and .json files, recursively, sorted. */
export function* inputFiles(inputs: readonly string[]): Generator<InputFile> {
  for (const input of inputs) {
    let files: readonly string[];
    try {
      files = input === '-' ? ['-'] : filesOf(input);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      yield { file: input, fault: { code, message } };
      continue;
    }
    for (const file of files) yield { file };
  }
}

function filesOf(input: string): string[] {
  return fs.statSync(input).isDirectory() ? filesIn(input) : [input];
}

function filesIn(folder: string): string[] {
  const prefix = path.join(folder, path.sep);
  return fs.readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = prefix + entry.name;
      if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : filesIn(file);
      return MANIFEST_FILE.test(entry.name) ? [file] : [];
    });
}
