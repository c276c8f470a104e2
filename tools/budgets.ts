/** Sizes that have a budget: lines of the bindings, the jsii assembly, the tarball. Prints them, and fails above the budgets. */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { gunzipSync } from 'zlib';

const ROOT = path.join(__dirname, '..');
const MEGABYTE = 1_000_000;

export interface Budget {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
}

/** Lines of each file of lib/crds. */
export function lineCounts(): { readonly file: string; readonly lines: number }[] {
  const folder = path.join(ROOT, 'lib', 'crds');
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts')).sort();
  return files.map((file) => ({ file, lines: fs.readFileSync(path.join(folder, file), 'utf8').split('\n').length - 1 }));
}

/** All of them; needs a compiled library. */
export function budgets(): Budget[] {
  const packed = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  return [
    { what: 'lib/crds', value: lineCounts().reduce((sum, { lines }) => sum + lines, 0), limit: 22_000, unit: 'lines' },
    { what: '.jsii, uncompressed', value: assemblyBytes() / MEGABYTE, limit: 5, unit: 'MB' },
    { what: 'npm pack', value: packed[0].size / MEGABYTE, limit: 3, unit: 'MB' },
  ];
}

function assemblyBytes(): number {
  const text = fs.readFileSync(path.join(ROOT, '.jsii'), 'utf8');
  const { schema, filename } = JSON.parse(text);
  return schema === 'jsii/file-redirect' ? gunzipSync(fs.readFileSync(path.join(ROOT, filename))).length : Buffer.byteLength(text);
}

if (require.main === module) {
  for (const { what, value, limit, unit } of budgets()) {
    const over = value > limit;
    console.log(`${over ? 'OVER ' : 'ok   '} ${what}: ${unit === 'lines' ? value : value.toFixed(2)} of ${limit} ${unit}`);
    if (over) process.exitCode = 1;
  }
}
