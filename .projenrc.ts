import { cdk8s, javascript, typescript } from 'projen';
import { ApiDocs } from './projenrc/api-docs';
import { Bindings } from './projenrc/bindings';
import { Checks } from './projenrc/checks';
import { Examples } from './projenrc/examples';
import { LintRules } from './projenrc/lint-rules';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-inference',
  description: 'Typed cdk8s constructs for NVIDIA\'s inference stack on Kubernetes: right before they reach a cluster',
  author: 'cdk8s-inference maintainers',
  authorAddress: 'maintainers@cdk8s-inference.example',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-inference/cdk8s-inference.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk8s-inference maintainers',
  keywords: ['cdk8s', 'kubernetes', 'nvidia', 'inference', 'dynamo', 'grove', 'kai-scheduler', 'gpu'],
  stability: 'experimental',
  defaultReleaseBranch: 'main',
  projenrcTs: true,

  // Peers: the minimum is what is installed here and what `npm test` runs against;
  // test:packaging also runs against the newest.
  cdk8sVersion: '2.70.0',
  constructsVersion: '10.5.0',
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  bundledDeps: ['@bufbuild/re2@0.6.1', 'commander@^14.0.3', 'yaml@^2.9.1'],
  devDeps: [
    '@bufbuild/cel@0.6.1',
    '@bufbuild/protobuf@^2.6.2',
    '@microsoft/jest-sarif@1.0.0-beta.0', // for the schema of SARIF that it ships
    '@types/node@^20',
    'ajv@^8.20.0',
    'cdk8s-cli@^2.207.60',
    'eslint-import-resolver-typescript',
    'fast-check@^4.10.2',
    'json2jsii@^0.5.19',
    'tsx@^4',
  ],

  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.16.0',
  packageManager: javascript.NodePackageManager.NPM,

  // Source lies in lib/ and compiles in place, as in the AWS CDK.
  srcdir: 'lib',
  libdir: 'lib',
  entrypoint: 'lib/index.js',
  compressAssembly: true,
  sampleCode: false,
  docgen: false, // replaced by ApiDocs, which leaves the generated bindings out
  integrationTestAutoDiscover: false,

  github: false,
  release: false,
  depsUpgrade: false,
  pullRequestTemplate: false,
  publishToPypi: { distName: 'cdk8s-inference', module: 'cdk8s_inference' },
  publishToMaven: {
    javaPackage: 'dev.cdk8s.inference',
    mavenGroupId: 'dev.cdk8s',
    mavenArtifactId: 'cdk8s-inference',
  },
  publishToGo: { moduleName: 'github.com/cdk8s-inference/cdk8s-inference-go' },

  tsconfig: {
    compilerOptions: {
      // Inline maps make the bindings' JavaScript five times as large.
      inlineSourceMap: false,
      inlineSources: false,
    },
  },

  tsJestOptions: { transformOptions: { diagnostics: typescript.TsJestDiagnostics.none() } },
  jestOptions: {
    jestVersion: '^30',
    junitReporting: false,
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    configFilePath: 'jest.config.json',
    jestConfig: {
      collectCoverage: false,
      roots: ['<rootDir>/test'],
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/long/'],
      // The compiled .js lies beside the .ts: resolve the source, never a stale output.
      moduleFileExtensions: ['ts', 'js', 'json', 'node'],
    },
  },
  eslintOptions: {
    dirs: ['lib'],
    devdirs: ['test', 'tools', 'projenrc', 'examples', 'benchmarks'],
    commandOptions: { fix: false, extraArgs: ['--no-error-on-unmatched-pattern'] },
  },
});

// Inside the repository `require('cdk8s-inference')` resolves to itself, as it does for users; internals stay closed.
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
  './.jsii.gz': './.jsii.gz',
  './.warnings.jsii.js': './.warnings.jsii.js',
});
project.package.addBin({ 'cdk8s-inference': 'bin/cdk8s-inference' });
// 1.13.0 lacks some of its platform packages, which makes a lock file that `npm ci` refuses.
project.package.addPackageResolutions('unrs-resolver@1.12.0');
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

new LintRules(project);
new Bindings(project);
new ApiDocs(project, {
  // What users write against; `crds` mirrors upstream schemas and is documented by its types.
  submodules: ['workload', 'infrastructure', 'deployment', 'memory', 'serving'],
});
new Examples(project, ['deepseek-r1-gb200', 'llama-70b-h100', 'mig-slices-h100', 'nvlink-fabric-test', 'two-queues-gb200', 'sglang-grove', 'quantize-h100']);
new Checks(project);

project.synth();
