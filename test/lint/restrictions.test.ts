/**
 * The architecture's direction of imports, held by the repository's own .eslintrc.json: a tree of the same shape, in which every folder
 * imports every other, is linted once; what is reported must be exactly what the table below does not allow.
 */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');

/** docs/architecture.md: what each folder of lib/ may import. */
const MAY_IMPORT: Record<string, string> = {
  // the pure half
  core: '',
  facts: 'core',
  manifests: 'core facts',
  expansion: 'core facts manifests',
  admission: 'core facts manifests expansion',
  rules: 'core facts manifests expansion admission',
  report: 'core facts manifests expansion admission rules',
  // the construct half
  crds: 'core facts manifests expansion',
  cluster: 'core facts manifests expansion crds',
  workload: 'core facts manifests expansion crds cluster',
  delivery: 'core facts manifests expansion crds cluster workload',
  registry: 'core facts manifests expansion crds cluster workload delivery',
  infrastructure: 'core facts manifests expansion crds cluster workload delivery registry',
  deployment: 'core facts manifests expansion crds cluster workload delivery registry infrastructure',
  memory: 'core facts manifests expansion crds cluster workload delivery registry infrastructure deployment',
  optimization: 'core facts manifests expansion crds cluster workload delivery registry infrastructure deployment memory',
  serving: 'core facts manifests expansion crds cluster workload delivery registry infrastructure deployment memory optimization',
  performance: 'core facts manifests expansion crds cluster workload delivery registry infrastructure deployment memory optimization serving',
  app: 'core facts manifests expansion admission rules report'
    + ' crds cluster workload delivery registry infrastructure deployment memory optimization serving performance',
  patterns: 'core facts manifests expansion'
    + ' crds cluster workload delivery registry infrastructure deployment memory optimization serving performance app',
  // commands load constructs on first use
  cli: 'core facts manifests expansion admission rules report',
};
const FOLDERS = Object.keys(MAY_IMPORT);
const PURE_HALF = ['core', 'facts', 'manifests', 'expansion', 'admission', 'rules', 'report'];
const CONSTRUCT_HALF = FOLDERS.filter((folder) => ![...PURE_HALF, 'cli'].includes(folder));

interface Message {
  readonly ruleId: string | null;
  readonly line: number;
  readonly message: string;
}

class Tree {
  private readonly root = fs.mkdtempSync(path.join(os.tmpdir(), 'lint-restrictions-'));
  private readonly reports = new Map<string, Message[]>();

  constructor() {
    for (const file of ['.eslintrc.json', 'package.json', 'tsconfig.json']) fs.copyFileSync(path.join(ROOT, file), path.join(this.root, file));
    fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(this.root, 'node_modules'), 'dir');
  }

  write(file: string, ...lines: string[]): void {
    const full = path.join(this.root, file);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    fs.writeFileSync(full, lines.join('\n') + '\n');
  }

  lint(): void {
    const eslint = path.join(ROOT, 'node_modules', 'eslint', 'bin', 'eslint.js');
    const output = path.join(this.root, 'report.json');
    try {
      execFileSync(process.execPath, [eslint, '--ext', '.ts', '--format', 'json', '--output-file', output, 'lib'], {
        cwd: this.root, env: { ...process.env, ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1' }, stdio: 'pipe',
      });
    } catch (error) {
      if (!fs.existsSync(output)) throw new Error((error as { stderr: Buffer }).stderr.toString());
    }
    for (const { filePath, messages } of JSON.parse(fs.readFileSync(output, 'utf8')) as Array<{ filePath: string; messages: Message[] }>) {
      this.reports.set(path.relative(fs.realpathSync(this.root), filePath), messages);
    }
  }

  /** The lines of a linted file that a rule reported. */
  reported(file: string, ...rules: string[]): string[] {
    const messages = this.reports.get(file);
    if (!messages) throw new Error(`${file} was not linted`);
    const lines = fs.readFileSync(path.join(this.root, file), 'utf8').split('\n');
    const hits = messages.filter((message) => rules.includes(message.ruleId ?? 'parser'));
    return [...new Set(hits.map((message) => message.line))].sort((a, b) => a - b).map((line) => lines[line - 1]);
  }

  linted(): string[] {
    return [...this.reports.keys()];
  }

  messages(file: string): Message[] {
    return this.reports.get(file)!;
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

const DIRECTION = ['import/no-restricted-paths', '@typescript-eslint/no-restricted-imports'];
const MODULES = '@typescript-eslint/no-restricted-imports';
const ON_FIRST_USE = '@typescript-eslint/no-require-imports';

// The probes lie in a subfolder: among the bindings only those are linted.
const importOf = (folder: string) => `import { ${folder} } from '../../${folder}';`;
const deepImportOf = (folder: string) => `import { ${folder} } from '../../${folder}/folder';`;
const typeImportOf = (folder: string) => `import type { ${folder} } from '../../${folder}';`;

/** Run-time imports in all their spellings, and the type imports next to them. */
const spellings = (module: string) => ({
  runTime: [
    `import * as all from '${module}';`,
    `import { one } from '${module}';`,
    `import { one, type Two } from '${module}';`,
    `import deep from '${module}/lib/deep';`,
    `import '${module}';`,
    `import required = require('${module}');`,
    `export * from '${module}';`,
    `export { one } from '${module}';`,
  ],
  types: [
    `import type * as types from '${module}';`,
    `import type { One } from '${module}';`,
    `import { type One, type Two } from '${module}';`,
    `export type { One } from '${module}';`,
    `type Three = import('${module}').Three;`,
  ],
});
const MODULE_RULES = {
  pure: ['cdk8s', 'constructs', 'cdk8s-plus-28', 'cdk8s-plus-33', 'yaml', '@bufbuild/re2'],
  construct: ['cdk8s-plus-28', 'cdk8s-plus-33', 'yaml', '@bufbuild/re2'],
};
const CONSTRUCT_MODULES = ['cdk8s', 'constructs'];

const probe = (folder: string, module: string) => `lib/${folder}/within/${module.replace(/\W/g, '-')}.ts`;

describe('the direction of imports', () => {
  const tree = new Tree();

  beforeAll(() => {
    for (const folder of FOLDERS) {
      const others = FOLDERS.filter((other) => other !== folder);
      tree.write(`lib/${folder}/folder.ts`, `export const ${folder} = 1;`);
      tree.write(`lib/${folder}/index.ts`, 'export * from \'./folder\';');
      tree.write(`lib/${folder}/within/imports.ts`, ...others.map(importOf));
      tree.write(`lib/${folder}/within/deep.ts`, ...others.map(deepImportOf));
      tree.write(`lib/${folder}/within/types.ts`, ...others.map(typeImportOf));
      for (const module of [...MODULE_RULES.pure, ...CONSTRUCT_MODULES]) {
        const { runTime, types } = spellings(module);
        tree.write(probe(folder, module), ...runTime, ...types);
      }
    }
    tree.write('lib/index.ts', ...FOLDERS.map((folder) => `export * as ${folder} from './${folder}';`));
    tree.write('lib/core/first-use.ts',
      'export const yaml = () => require(\'yaml\') as typeof import(\'yaml\');',
      'export const cel = () => require(\'@bufbuild/re2\') as typeof import(\'@bufbuild/re2\');',
      'export const cdk8s = () => require(\'cdk8s\');',
      'export const serving = () => require(\'../serving\');',
      'export const asynchronous = () => import(\'yaml\');');
    tree.write('lib/serving/first-use.ts',
      'export const yaml = () => require(\'yaml\') as typeof import(\'yaml\');',
      'export const plus = () => require(\'cdk8s-plus-28\');');
    tree.write('lib/cli/first-use.ts',
      'export const app = () => require(\'../app\') as typeof import(\'../app\');',
      'export const cdk8s = () => require(\'cdk8s\') as typeof import(\'cdk8s\');',
      'export const plus = () => require(\'cdk8s-plus-28\');');
    tree.write('lib/core/a.ts', 'import { b } from \'./b\';', 'export const a = () => b;');
    tree.write('lib/core/b.ts', 'import { c } from \'./c\';', 'export const b = () => c;');
    tree.write('lib/core/c.ts', 'import { a } from \'./a\';', 'export const c = () => a;');
    tree.write('lib/core/d.ts', 'import { a } from \'./a\';', 'export const d = () => a;');
    tree.write('lib/core/any.ts', 'export function one(x: any) { return x; }', 'export function two(x: unknown) { return x; }');
    tree.write('lib/core/default.ts', 'export default 1;');
    tree.write('lib/crds/some-component.ts', 'export default 1;');
    tree.lint();
  }, 120_000);

  afterAll(() => tree.remove());

  test.each(FOLDERS)('lib/%s imports only what is below it', (folder) => {
    const forbidden = FOLDERS.filter((other) => other !== folder && !MAY_IMPORT[folder].split(' ').includes(other));
    expect(tree.reported(`lib/${folder}/within/imports.ts`, ...DIRECTION)).toEqual(forbidden.map(importOf));
    expect(tree.reported(`lib/${folder}/within/deep.ts`, ...DIRECTION)).toEqual(forbidden.map(deepImportOf));
  });

  test('the direction holds for types as well, only commands may name constructs that they load later', () => {
    for (const folder of FOLDERS.filter((other) => other !== 'cli')) {
      const count = FOLDERS.length - 1 - MAY_IMPORT[folder].split(' ').filter(Boolean).length;
      expect([folder, tree.reported(`lib/${folder}/within/types.ts`, ...DIRECTION).length]).toEqual([folder, count]);
    }
    expect(tree.reported('lib/cli/within/types.ts', ...DIRECTION)).toEqual([]);
  });

  test('the root exports every layer, never the command line', () => {
    expect(tree.reported('lib/index.ts', ...DIRECTION)).toEqual(['export * as cli from \'./cli\';']);
  });

  test.each([...PURE_HALF, 'cli'])('lib/%s, of the pure half, has the types of cdk8s only', (folder) => {
    for (const module of MODULE_RULES.pure) {
      expect(tree.reported(probe(folder, module), MODULES)).toEqual(spellings(module).runTime);
    }
  });

  test.each(CONSTRUCT_HALF)('lib/%s, of the construct half, loads cdk8s but not what is slow', (folder) => {
    for (const module of MODULE_RULES.construct) {
      expect(tree.reported(probe(folder, module), MODULES)).toEqual(spellings(module).runTime);
    }
    for (const module of CONSTRUCT_MODULES) expect(tree.reported(probe(folder, module), MODULES)).toEqual([]);
  });

  test('what is slow to load is required on first use', () => {
    expect(tree.reported('lib/core/first-use.ts', ON_FIRST_USE)).toEqual([
      'export const cdk8s = () => require(\'cdk8s\');',
      'export const serving = () => require(\'../serving\');',
    ]);
    expect(tree.reported('lib/core/first-use.ts', 'import/no-restricted-paths')).toEqual(['export const serving = () => require(\'../serving\');']);
    expect(tree.reported('lib/core/first-use.ts', 'no-restricted-syntax')).toEqual(['export const asynchronous = () => import(\'yaml\');']);
    expect(tree.reported('lib/serving/first-use.ts', ON_FIRST_USE)).toEqual(['export const plus = () => require(\'cdk8s-plus-28\');']);
    expect(tree.reported('lib/cli/first-use.ts', ON_FIRST_USE)).toEqual(['export const plus = () => require(\'cdk8s-plus-28\');']);
  });

  test('a cycle is reported at each of its files, and at no file outside', () => {
    for (const [file, next] of [['a', 'b'], ['b', 'c'], ['c', 'a']]) {
      expect(tree.reported(`lib/core/${file}.ts`, 'import/no-cycle')).toEqual([`import { ${next} } from './${next}';`]);
    }
    expect(tree.reported('lib/core/d.ts', 'import/no-cycle')).toEqual([]);
  });

  test('no any, no default exports', () => {
    expect(tree.reported('lib/core/any.ts', '@typescript-eslint/no-explicit-any')).toEqual(['export function one(x: any) { return x; }']);
    expect(tree.reported('lib/core/default.ts', 'import/no-default-export')).toEqual(['export default 1;']);
  });

  test('a message says why', () => {
    const why = (file: string) => [...new Set(tree.messages(file).map((message) => message.message))].join('\n');
    expect(why('lib/rules/within/imports.ts')).toContain('The pure half knows manifests, never constructs.');
    expect(why('lib/serving/within/imports.ts')).toContain('Only app/ imports admission, rules and report.');
    expect(why('lib/serving/within/imports.ts')).toContain('Imports run downwards: serving/ comes before this folder.');
    expect(why('lib/cluster/within/imports.ts')).toContain('Only bin/ loads the command line.');
  });

  test('generated bindings are left alone', () => {
    expect(tree.linted()).not.toContain('lib/crds/some-component.ts');
  });
});

test('what is ignored among the bindings is generated and says so in its first line', () => {
  const folder = path.join(ROOT, 'lib', 'crds');
  const unIgnored = (JSON.parse(fs.readFileSync(path.join(ROOT, '.eslintrc.json'), 'utf8').replace(/^\/\/.*\n/, '')).ignorePatterns as string[])
    .filter((pattern) => pattern.startsWith('!lib/crds/')).map((pattern) => path.basename(pattern));
  const handWritten = fs.readdirSync(folder).filter((file) => /(?<!\.d)\.ts$/.test(file))
    .filter((file) => !/generated/i.test(fs.readFileSync(path.join(folder, file), 'utf8').split('\n', 1)[0]));
  expect(unIgnored.sort()).toEqual(handWritten.sort());
});
