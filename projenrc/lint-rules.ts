import { Component, javascript, typescript } from 'projen';

/** Folders of the pure half, in the order in which they may be imported (downwards only). */
export const PURE_HALF = ['core', 'facts', 'manifests', 'expansion', 'admission', 'rules', 'report'];

/** Folders of the construct half, in the order in which they may be imported (downwards only). */
export const CONSTRUCT_HALF = [
  'crds', 'cluster', 'workload', 'delivery', 'registry', 'infrastructure', 'deployment', 'memory',
  'optimization', 'serving', 'performance', 'app', 'patterns',
];

/** What of the pure half the construct half may import; `app` may import all of it. */
export const SHARED_WITH_CONSTRUCTS = ['core', 'facts', 'manifests', 'expansion'];

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
  PURE_HALF.forEach((folder, i) => {
    forbid(folder, PURE_HALF.slice(i + 1), `imports run downwards: ${folder}/ comes before this folder`);
    forbid(folder, [...CONSTRUCT_HALF, 'cli'], 'the pure half knows manifests, never constructs');
  });
  CONSTRUCT_HALF.forEach((folder, i) => {
    forbid(folder, CONSTRUCT_HALF.slice(i + 1), `imports run downwards: ${folder}/ comes before this folder`);
    forbid(folder, ['cli'], 'only bin/ loads the command line');
    if (folder === 'app' || folder === 'patterns') return;
    const closed = PURE_HALF.filter((pure) => !SHARED_WITH_CONSTRUCTS.includes(pure));
    forbid(folder, closed, 'only app/ imports admission, rules and report');
  });
  // cli/ is the last folder: nothing is closed to it, but it loads the construct half inside commands only.
  return zones;
}

/** ESLint as the project wants it: no fixes in CI, the direction of imports, the pure half. */
export class LintRules extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    const eslint = javascript.Eslint.of(project)!;
    // Generated, and `eslint --fix` would rewrite it.
    eslint.addIgnorePattern('lib/crds/*.ts');
    eslint.addIgnorePattern('!lib/crds/index.ts');
    eslint.addIgnorePattern('examples/platform-repo/');
    eslint.addIgnorePattern('test/lint/fixtures/');
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
    eslint.addOverride({
      files: PURE_HALF.map((folder) => `lib/${folder}/**/*.ts`).concat('lib/cli/**/*.ts'),
      rules: {
        '@typescript-eslint/no-restricted-imports': ['error', {
          paths: ['cdk8s', 'constructs', 'cdk8s-plus-28'].map((name) => ({
            name, message: 'The pure half runs without cdk8s: import its types only.', allowTypeImports: true,
          })),
        }],
      },
    });
    eslint.addOverride({
      files: CONSTRUCT_HALF.map((folder) => `lib/${folder}/**/*.ts`),
      rules: {
        '@typescript-eslint/no-restricted-imports': ['error', {
          paths: [
            { name: 'cdk8s-plus-28', message: 'Takes 36 ms to load: import its types only.', allowTypeImports: true },
            { name: 'yaml', message: 'Takes 15 ms to load: use core/yaml, which loads it on first use.', allowTypeImports: true },
          ],
        }],
      },
    });
    // Tests assert on manifests, which are plain data.
    eslint.addOverride({ files: ['test/**/*.ts', 'tools/**/*.ts'], rules: { '@typescript-eslint/no-explicit-any': ['off'] } });
    eslint.addOverride({ files: ['projenrc/**/*.ts', '.projenrc.ts'], rules: { 'import/no-extraneous-dependencies': ['off'] } });
  }
}
