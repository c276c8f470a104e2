import * as fs from 'fs';
import * as path from 'path';
import { bundledDependencies, dependencies, devDependencies, peerDependencies } from '../../package.json';

const ROOT = path.join(__dirname, '..', '..');
const page = fs.readFileSync(path.join(ROOT, 'docs', 'dependencies.md'), 'utf8');
const { packages } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Record<string, { version: string }> };

/** The rows of the table below a heading: package and version. */
function rows(heading: string): Record<string, string> {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading))!;
  return Object.fromEntries([...section.matchAll(/^\| `([^`]+)` \| ([^ ]+) \| .+ \|$/gm)].map(([, name, version]) => [name, version]));
}

const locked = (names: string[]) => Object.fromEntries(names.map((name) => [name, packages[`node_modules/${name}`].version]));

test('peers are listed with their minimum, which is what is installed', () => {
  const minimum = Object.fromEntries(Object.entries(peerDependencies).map(([name, range]) => [name, range.replace('^', '')]));
  expect(rows('Peers')).toEqual(minimum);
  expect(locked(Object.keys(peerDependencies))).toEqual(minimum);
});

test('what is bundled is listed as locked', () => {
  expect(rows('Bundled')).toEqual(locked(Object.keys(dependencies)));
  expect([...bundledDependencies].sort()).toEqual(Object.keys(dependencies).sort());
});

test('what development needs is listed as locked', () => {
  expect(rows('Development')).toEqual(locked(Object.keys(devDependencies).filter((name) => !(name in peerDependencies))));
});
