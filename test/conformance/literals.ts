import * as path from 'path';
import * as ts from 'typescript';
import { ROOT } from './upstream';

export interface Literal {
  readonly id: string;
  /** For example `crds.dynamo.DynamoGraphDeploymentProps`. */
  readonly type: string;
  readonly value: unknown;
}

export interface LiteralError {
  readonly id: string;
  readonly message: string;
}

const FILE = path.join(ROOT, 'test', 'conformance', 'literals-in-memory.ts');

/**
 * Writes each value as a constant of its type and compiles them, in one program. Where an enum is expected, its member
 * with that value is written: a first pass asks the compiler where that is.
 */
export function checkLiterals(literals: readonly Literal[]): LiteralError[] {
  const lines = literals.map(({ type, value }, i) => `export const c${i}: ${type} = ${JSON.stringify(value)};`);
  const first = compile(lines, undefined);
  const second = compile(withEnumMembers(first), first);
  const source = second.getSourceFile(FILE)!;
  return ts.getPreEmitDiagnostics(second, source).map((diagnostic) => {
    const line = source.getLineAndCharacterOfPosition(diagnostic.start!).line;
    return { id: literals[line - 1]?.id ?? '', message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ') };
  });
}

function compile(lines: readonly string[], before: ts.Program | undefined): ts.Program {
  const text = `import { crds } from '../../lib';\n${lines.join('\n')}\n`;
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    types: ['node'],
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) => {
    if (name === FILE) return ts.createSourceFile(FILE, text, ts.ScriptTarget.ES2022, true);
    return before?.getSourceFile(name) ?? getSourceFile.call(host, name, ...rest);
  };
  host.fileExists = (name) => name === FILE || fileExists.call(host, name);
  return ts.createProgram({ rootNames: [FILE], options, host });
}

/** The lines of the program, with enum members in place of strings. */
function withEnumMembers(program: ts.Program): string[] {
  const source = program.getSourceFile(FILE)!;
  const checker = program.getTypeChecker();
  const changes: { start: number; end: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const isKey = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
    if (ts.isStringLiteral(node) && !isKey && !ts.isImportDeclaration(node.parent)) {
      const member = memberOf(checker.getContextualType(node), node.text, checker);
      if (member) changes.push({ start: node.getStart(), end: node.getEnd(), text: member });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, (statement) => ts.forEachChild(statement, visit));
  let text = source.text;
  for (const { start, end, text: member } of changes.reverse()) text = text.slice(0, start) + member + text.slice(end);
  return text.trimEnd().split('\n').slice(1);
}

function memberOf(type: ts.Type | undefined, value: string, checker: ts.TypeChecker): string | undefined {
  const symbol = type && checker.getNonNullableType(type).symbol as ts.Symbol | undefined;
  const declaration = symbol?.declarations?.[0];
  if (!declaration || !ts.isEnumDeclaration(declaration)) return undefined;
  const member = declaration.members.find(({ initializer }) => initializer && ts.isStringLiteral(initializer) && initializer.text === value);
  const namespace = path.basename(declaration.getSourceFile().fileName).replace(/(\.d)?\.ts$/, '').replace(/-/g, '_');
  return member && `crds.${namespace}.${symbol!.name}.${member.name.getText()}`;
}
