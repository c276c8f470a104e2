import { Component, JsonFile, typescript } from 'projen';

/** The tasks that `npm test` and CI consist of. */
export class Checks extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    const run = 'jsii --silence-warnings=reserved-word --silence-warnings=member-name-conflicts-with-type-name --compress-assembly';
    project.compileTask.description = 'Compile lib/ in place with jsii';
    project.compileTask.reset(run);
    project.compileTask.exec('tsx tools/lazify.ts', { name: 'namespaces load on first use' });
    project.compileTask.exec('tsx tools/bundle.ts', { name: 'the command line loads from one file' });

    project.testTask.description = 'Compile, then run the tests (below three minutes)';
    project.testTask.reset();
    project.testTask.spawn(project.compileTask);
    project.testTask.exec('jest --ci', { receiveArgs: true });

    const long = project.addTask('test:long', { description: 'Compile, then run packaging, languages and other tests that take minutes' });
    long.spawn(project.compileTask);
    long.exec('jest --runInBand --testPathIgnorePatterns=/node_modules/ --roots=test/long --ci', { receiveArgs: true });

    project.addTask('test:server', {
      description: 'Ask a real API server about the output of the examples and of the programs in docs/ (builds it once; needs Go, Python and ../shared)',
      exec: 'tsx tools/ask-server.ts',
      receiveArgs: true,
    });

    // One program for `types`; one tsconfig.json a folder because eslint's project service looks for that name only.
    const compilerOptions = { noEmit: true, isolatedModules: true, stripInternal: true };
    for (const folder of ['tools', 'examples', 'benchmarks']) {
      new JsonFile(project, `${folder}/tsconfig.json`, {
        obj: {
          extends: '../tsconfig.json',
          compilerOptions: { ...compilerOptions, rootDir: '..' },
          include: ['**/*.ts'],
          exclude: ['platform-repo', 'node_modules'],
        },
      });
    }
    new JsonFile(project, 'tsconfig.check.json', {
      obj: {
        extends: './tsconfig.json',
        compilerOptions: { ...compilerOptions, rootDir: '.' },
        include: ['.projenrc.ts', 'lib', 'test', 'tools', 'examples', 'benchmarks', 'projenrc'],
        exclude: ['node_modules', 'examples/platform-repo'],
      },
    });
    project.addTask('types', {
      description: 'Type-check tests, tools, examples and benchmarks',
      exec: 'tsc -p tsconfig.check.json',
    });
    project.addTask('load-budget', {
      description: 'Compare the time that require() of this library takes with cdk8s-plus-28 (after a compile)',
      exec: 'tsx tools/load-budget.ts',
    });
    project.addTask('docs:rules', {
      description: 'Write the catalogue in docs/rules.md from the rules',
      exec: 'tsx tools/rules-page.ts',
    });
    project.addTask('docs:agreement', {
      description: 'Judge every line of ../shared/truth and write docs/agreement.md',
      exec: 'tsx tools/agreement/main.ts',
    });
    const bench = project.addTask('bench', { description: 'Compile, then measure beside the peers' });
    bench.spawn(project.compileTask);
    bench.exec('tsx benchmarks/run.ts', { receiveArgs: true });

    project.annotateGenerated('/docs/agreement.md');

    // `projen: not found` tells a newcomer nothing.
    for (const script of ['test', 'test:long', 'synth', 'bench']) project.package.setScript(`pre${script}`, 'node tools/installed.cjs');

    project.npmignore?.exclude('/lib/**/*.ts', '/tools/', '/benchmarks/', '/projenrc/', '/docs/', '/test/', '/.ci/', '/.projenrc.ts',
      '/crds.lock.yaml', '/crds.names.yaml', '/tsconfig*.json', '/jest.config.json', '/CONTRIBUTING.md', '/API.md', '/.eslintrc.json');
    project.npmignore?.include('/lib/**/*.d.ts', '/lib/**/*.json', '/bin/');
    project.gitignore.exclude('/lib/**/*.js', '/lib/**/*.d.ts', '/lib/cli/modules.txt', '*.tsbuildinfo', '/.jsii', '/.jsii.gz', '/.warnings.jsii.js');
  }
}
