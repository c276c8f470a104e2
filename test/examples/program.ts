import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as vm from 'vm';
import * as ts from 'typescript';

const EXAMPLES = path.join(__dirname, '..', '..', 'examples');

/** The files below a folder, by relative path. */
export function filesIn(folder: string): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return Object.fromEntries(names.sort().map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

/** What an example has committed as its output. */
export function committed(example: string): Record<string, string> {
  return filesIn(path.join(EXAMPLES, example, 'dist'));
}

/** The statements of an example's program: imports, what lies between, and the last one, which writes. */
export function statementsOf(example: string): { imports: string[]; body: ts.Statement[]; last: string; text: (statement: ts.Statement) => string } {
  const file = path.join(EXAMPLES, example, 'main.ts');
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  const text = (statement: ts.Statement) => statement.getText(source);
  const all = [...source.statements];
  return {
    imports: all.filter((statement) => ts.isImportDeclaration(statement)).map(text),
    body: all.filter((statement) => !ts.isImportDeclaration(statement)).slice(0, -1),
    last: text(all[all.length - 1]),
    text,
  };
}

/** Runs the text of an example's program against the sources of the library and returns the files it writes. */
export function run(example: string, program: string): Record<string, string> {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'example-'));
  const before = process.env.CDK8S_OUTDIR;
  process.env.CDK8S_OUTDIR = outdir;
  try {
    evaluate(path.join(EXAMPLES, example), program);
    return filesIn(outdir);
  } finally {
    if (before === undefined) delete process.env.CDK8S_OUTDIR;
    else process.env.CDK8S_OUTDIR = before;
    fs.rmSync(outdir, { recursive: true });
  }
}

function evaluate(folder: string, program: string): unknown {
  const { outputText } = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const load = (name: string): unknown => {
    if (name === 'cdk8s-inference') return jest.requireActual('../../lib');
    if (name.startsWith('./')) return evaluate(folder, fs.readFileSync(path.join(folder, `${name}.ts`), 'utf8'));
    return jest.requireActual(name);
  };
  const exports = {};
  vm.runInThisContext(`(function (exports, require) {${outputText}\n})`)(exports, load);
  return exports;
}
