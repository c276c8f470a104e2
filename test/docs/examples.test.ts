import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { PRELUDES } from './preludes';
import { DocumentedExample, documentedExamples, hasFragment } from '../support/documented-examples';
import { runProgram } from '../support/run-program';

const ROOT = path.join(__dirname, '../..');
const PAGES = ['README.md', ...fs.readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];

const examples = PAGES.flatMap((page) => documentedExamples(page, fs.readFileSync(path.join(ROOT, page), 'utf8'), PRELUDES));

test('the programs in README.md and docs/ compile as a user would compile them', () => {
  const { options } = ts.parseJsonConfigFileContent(
    { extends: './tsconfig.json', compilerOptions: { noEmit: true, rootDir: '.', noUnusedLocals: false } }, ts.sys, ROOT,
  );
  const programs = new Map(examples.map(({ program }, i) => [path.join(ROOT, 'docs', `example-${i}.ts`), program]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => programs.has(file) || fileExists(file);
  host.readFile = (file) => programs.get(file) ?? readFile(file);
  const program = ts.createProgram({ rootNames: [...programs.keys()], options, host });

  const problems = [...programs.keys()].flatMap((file, i) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map((problem) => {
    const line = examples[i].program.slice(0, problem.start).split('\n').pop() + examples[i].program.slice(problem.start).split('\n')[0];
    return `${examples[i].at}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}: ${line.trim()}`;
  }));
  expect(problems).toEqual([]);
});

test.each(examples.map((example): [string, DocumentedExample] => [example.at, example]))('%s does what the page says', (_, example) => {
  const { message, manifests } = run(example.program);
  if (example.message === undefined) expect(message).toBeUndefined();
  else expect(message).toBe(example.message);
  for (const fragment of example.manifests) {
    if (!manifests.some((manifest) => hasFragment(manifest, fragment))) expect(manifests).toContainEqual(fragment);
  }
});

test('a page whose fragment has another value than the manifest is found', () => {
  expect(hasFragment({ spec: { list: [{ a: 1, b: 2 }] } }, { spec: { list: [{ b: 2 }] } })).toBe(true);
  expect(hasFragment({ spec: { list: [{ a: 1, b: 2 }] } }, { spec: { list: [{ b: 3 }] } })).toBe(false);
});

/** Runs a program with its output in a folder of its own. */
function run(program: string): { message?: string; manifests: unknown[] } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'documented-'));
  try {
    const message = runProgram(program, folder);
    return { message, manifests: message === undefined ? manifestsIn(folder) : [] };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function manifestsIn(folder: string): unknown[] {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  return files.flatMap((file) => parseAllDocuments(fs.readFileSync(path.join(folder, file), 'utf8')).map((document): unknown => document.toJS()));
}
