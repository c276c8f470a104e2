import * as ts from 'typescript';

/** Runs a program of a document with its output in a folder. Returns the message with which it stops; undefined where it does not. */
export function runProgram(program: string, folder: string): string | undefined {
  const before = process.env.CDK8S_OUTDIR;
  process.env.CDK8S_OUTDIR = folder;
  try {
    const { outputText } = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program says what it loads
    const load = (name: string): unknown => require(name === 'cdk8s-inference' ? '../../lib' : name);
    new Function('require', 'exports', outputText)(load, {});
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    if (before === undefined) delete process.env.CDK8S_OUTDIR;
    else process.env.CDK8S_OUTDIR = before;
  }
}
