/**
 * What users get: the packed library, installed into a user's repository (examples/platform-repo) beside the oldest and the newest
 * versions of its peers. In-repository imports hide what the tarball lacks.
 */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { jsiiKinds } from './assembly';
import { run } from './shell';
import { peerDependencies, version } from '../../package.json';

const ROOT = path.join(__dirname, '..', '..');
const USER = path.join(ROOT, 'examples', 'platform-repo');

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'packaging-'));
let tarball: string;
let files: string[];

beforeAll(() => {
  if (!fs.existsSync(path.join(ROOT, '.jsii'))) throw new Error('compile first: npx projen compile');
  const [packed] = JSON.parse(run(ROOT, 'npm', 'pack', '--json', '--pack-destination', work)) as Array<{ filename: string }>;
  tarball = path.join(work, packed.filename);
  files = run(work, 'tar', '-tzf', tarball).trim().split('\n').map((file) => file.replace(/^package\//, ''));
}, 120_000);

afterAll(() => fs.rmSync(work, { recursive: true, force: true }));

describe('the tarball', () => {
  const own = () => files.filter((file) => !file.startsWith('node_modules/'));

  test('has the library, its program, license and documents, and nothing else', () => {
    expect([...new Set(own().map((file) => file.split('/')[0]))].sort())
      .toEqual(['.jsii', '.jsii.gz', 'CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'lib', 'package.json']);
  });

  test('has compiled code, declarations and schemas, and the modules of the program in one file; no sources', () => {
    const ours = own().filter((file) => file.startsWith('lib/'));
    expect(ours.filter((file) => file.endsWith('.txt'))).toEqual(['lib/cli/modules.txt']);
    const kinds = new Set(ours.map((file) => /(\.d)?\.\w+$/.exec(file)?.[0]));
    expect([...kinds].sort()).toEqual(['.d.ts', '.js', '.json', '.txt']);
  });

  test('has every schema that the library reads', () => {
    const schemas = fs.readdirSync(path.join(ROOT, 'lib', 'facts', 'schemas'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json')).map((file) => `lib/facts/schemas/${file.split(path.sep).join('/')}`);
    expect(schemas).not.toEqual([]);
    expect(own()).toEqual(expect.arrayContaining(schemas));
  });

  test('has the program, executable', () => {
    expect(run(work, 'tar', '-tvzf', tarball)).toMatch(/^-rwxr-xr-x .* package\/bin\/cdk8s-inference$/m);
  });

  test('bundles what the library needs beside its peers', () => {
    const bundled = files.filter((file) => file.startsWith('node_modules/')).map((file) => /^node_modules\/((@[^/]+\/)?[^/]+)/.exec(file)![1]);
    const { dependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    expect([...new Set(bundled)].sort()).toEqual(Object.keys(dependencies).sort());
  });
});

describe.each([
  ['oldest', (range: string) => range.replace(/^\^/, '')],
  ['newest', (range: string) => range],
])('a user\'s repository with the %s peers', (name, pick) => {
  const repository = path.join(work, name);
  const installed = (module: string) => JSON.parse(
    fs.readFileSync(path.join(repository, 'node_modules', module, 'package.json'), 'utf8'),
  ) as { version: string };

  beforeAll(() => {
    fs.cpSync(USER, repository, {
      recursive: true,
      filter: (file) => !/node_modules|\/dist(\/|$)|\.js$|\.d\.ts$/.test(path.relative(USER, file)),
    });
    const manifest = path.join(repository, 'package.json');
    const content = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { dependencies: Record<string, string> };
    for (const [peer, range] of Object.entries(peerDependencies)) content.dependencies[peer] = pick(range);
    content.dependencies['cdk8s-inference'] = `file:${tarball}`;
    fs.writeFileSync(manifest, JSON.stringify(content, undefined, 2));
    run(repository, 'npm', 'install', '--no-audit', '--no-fund', '--no-package-lock', ...(name === 'oldest' ? ['--prefer-offline'] : []));
  }, 300_000);

  test('has the peers that it asks for, once', () => {
    for (const [peer, range] of Object.entries(peerDependencies)) {
      const oldest = range.replace(/^\^/, '');
      if (name === 'oldest') expect([peer, installed(peer).version]).toEqual([peer, oldest]);
      expect(fs.existsSync(path.join(repository, 'node_modules', 'cdk8s-inference', 'node_modules', peer))).toBe(false);
    }
    expect(installed('cdk8s-inference').version).toBe(version);
  });

  test('compiles as strict TypeScript, our declarations included', () => {
    run(repository, 'npx', 'tsc');
  }, 120_000);

  test('agrees with its snapshot', () => {
    run(repository, 'npx', 'jest', '--ci');
  }, 120_000);

  test('synthesizes', () => {
    run(repository, 'npx', 'cdk8s', 'synth', '--check-upgrade=false');
    expect(fs.readdirSync(path.join(repository, 'dist'))).not.toEqual([]);
  }, 120_000);

  test('has the program', () => {
    expect(run(repository, 'npx', 'cdk8s-inference', '--version')).toBe(`${version}\n`);
  }, 60_000);

  test('reaches every class and enum of the library by its name', () => {
    const names = jsiiKinds(ROOT).map(({ fqn }) => fqn);
    const script = `
      const library = require('cdk8s-inference');
      const missing = ${JSON.stringify(names)}.filter((fqn) => fqn.split('.').slice(1).reduce((scope, name) => scope?.[name], library) === undefined);
      process.stdout.write(JSON.stringify(missing));`;
    fs.writeFileSync(path.join(repository, 'reach.cjs'), script);
    expect(JSON.parse(run(repository, 'node', 'reach.cjs'))).toEqual([]);
  }, 60_000);
});
