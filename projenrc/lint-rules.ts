import * as fs from 'fs';
import * as path from 'path';
import { Component, javascript, typescript } from 'projen';

/** Folders of the pure half, in the order in which they may be imported (downwards only). */
export const PURE_HALF = ['core', 'facts', 'manifests', 'expansion', 'admission', 'rules', 'report'];

/** Folders of the construct half, in the order in which they may be imported (downwards only). */
export const CONSTRUCT_HALF = [
  'crds', 'cluster', 'workload', 'delivery', 'registry', 'infrastructure', 'deployment', 'memory',
  'optimization', 'serving', 'performance', 'app', 'patterns',
];

/** What of the pure half the construct half may import; only `app` may import the rest. */
export const SHARED_WITH_CONSTRUCTS = ['core', 'facts', 'manifests', 'expansion'];

/** Modules that load on first use, with `require`, wherever the library needs them. */
const HEAVY = '^(yaml|@bufbuild/re2)(/|$)';

interface Zone {
  readonly target: string;
  readonly from: string;
  readonly message: string;
}

/** The direction of imports of the architecture (docs/architecture.md), as zones of `import/no-restricted-paths`. */
export function importZones(): Zone[] {
  const zones: Zone[] = [];
  const forbid = (folder: string, from: string[], message: string) => {
    for (const other of from) zones.push({ target: `./lib/${folder}`, from: `./lib/${other}`, message });
  };
  const downwards = (folder: string) => `Imports run downwards: ${folder}/ comes before this folder.`;
  PURE_HALF.forEach((folder, i) => {
    forbid(folder, PURE_HALF.slice(i + 1), downwards(folder));
    forbid(folder, CONSTRUCT_HALF, 'The pure half knows manifests, never constructs.');
  });
  CONSTRUCT_HALF.forEach((folder, i) => {
    forbid(folder, CONSTRUCT_HALF.slice(i + 1), downwards(folder));
    if (folder === 'app') return;
    forbid(folder, PURE_HALF.filter((pure) => !SHARED_WITH_CONSTRUCTS.includes(pure)), 'Only app/ imports admission, rules and report.');
  });
  // The root is what users load; it may import every layer, not the command line.
  for (const target of [...PURE_HALF, ...CONSTRUCT_HALF, 'index.ts']) forbid(target, ['cli'], 'Only bin/ loads the command line.');
  return zones;
}

/** Run-time imports of npm modules that a part of the library does without; their types are free. */
function typesOnly(...patterns: Array<{ regex: string; message: string }>) {
  return {
    '@typescript-eslint/no-restricted-imports': ['error', {
      patterns: patterns.map((pattern) => ({ ...pattern, allowTypeImports: true })),
    }],
  };
}

/** Hand-written files among the generated bindings: everything generated says so in its first line. */
function handWritten(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const isGenerated = (file: string) => /generated/i.test(fs.readFileSync(path.join(folder, file), 'utf8').split('\n', 1)[0]);
  return fs.readdirSync(folder).sort().filter((file) => /(?<!\.d)\.ts$/.test(file) && !isGenerated(file));
}

/** What only some commands and options of the CLI need. */
const LOADED_BY_COMMANDS = ['^\\./(cluster|cluster-option|expand|plan|validate|validate-all|each/validate-each|each-judge|judge-together|second-thread|shared-files)$', '^\\.\\./facts/(cluster-file|kubernetes-version)$', '^\\.\\./report/sarif$'];

/** ESLint as the project wants it: no fixes in CI, the direction of imports, the pure half. */
export class LintRules extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    const eslint = javascript.Eslint.of(project)!;
    // Generated, and `eslint --fix` would rewrite it.
    eslint.addIgnorePattern('lib/crds/*.ts');
    for (const file of handWritten(path.join(project.outdir, 'lib', 'crds'))) eslint.addIgnorePattern(`!lib/crds/${file}`);
    eslint.addIgnorePattern('examples/platform-repo/');
    eslint.addIgnorePattern('*.d.ts');
    eslint.addRules({
      'import/no-cycle': ['error', { ignoreExternal: true }],
      'import/no-restricted-paths': ['error', { zones: importZones() }],
      'import/no-default-export': ['error'],
      '@typescript-eslint/no-explicit-any': ['error'],
      '@typescript-eslint/member-ordering': ['off'],
      '@stylistic/max-len': ['error', { code: 150, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreComments: true }],
      'curly': ['error', 'multi-line', 'consistent'],
    });

    const heavy = { regex: HEAVY, message: 'Slow to load: import its types only, and `require` it on first use.' };
    const plus = { regex: '^cdk8s-plus-\\d+(/|$)', message: 'Takes 36 ms to load: import its types only.' };
    const constructs = { regex: '^(cdk8s|constructs|cdk8s-plus-\\d+)(/|$)', message: 'The pure half runs without cdk8s: import its types only.' };
    eslint.addOverride({
      files: ['lib/**/*.ts'],
      rules: {
        ...typesOnly(plus, heavy),
        // Our own CEL is as heavy as a library: objects whose kind has no rules never load it. An app that is only built needs no rules at all.
        '@typescript-eslint/no-require-imports': ['error', { allow: [HEAVY, '^\\./cel/check-cel$', '^\\./private/judge$', '^\\./expand$'] }],
        'no-restricted-syntax': ['error', {
          selector: 'ImportExpression',
          message: 'import() stays an ES import in CommonJS output: `require` on first use.',
        }],
      },
    });
    eslint.addOverride({
      files: PURE_HALF.map((folder) => `lib/${folder}/**/*.ts`),
      rules: typesOnly(constructs, heavy),
    });
    eslint.addOverride({
      files: ['lib/rules/index.ts'],
      // A folder of the catalogue is loaded when an object comes that its rules are about.
      rules: { '@typescript-eslint/no-require-imports': ['error', { allow: ['^\\./(cluster|deployment|filled-fields|infrastructure|serving)/?'] }] },
    });
    const loadedByCommands = `^(\\.\\./)+(${CONSTRUCT_HALF.join('|')})(/|$)`;
    eslint.addOverride({
      files: ['lib/cli/**/*.ts'],
      rules: {
        ...typesOnly(constructs, heavy, { regex: loadedByCommands, message: 'Only some commands need constructs: `require` them there.' }),
        '@typescript-eslint/no-require-imports': ['error', { allow: [HEAVY, loadedByCommands, '^cdk8s$', ...LOADED_BY_COMMANDS] }],
      },
    });
    // Tests assert on manifests, which are plain data.
    eslint.addOverride({ files: ['test/**/*.ts', 'tools/**/*.ts'], rules: { '@typescript-eslint/no-explicit-any': ['off'] } });
    eslint.addOverride({ files: ['projenrc/**/*.ts', '.projenrc.ts'], rules: { 'import/no-extraneous-dependencies': ['off'] } });
  }
}
