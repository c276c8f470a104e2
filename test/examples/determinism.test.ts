import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { committed, filesIn } from './program';

const ROOT = path.join(__dirname, '..', '..');

/** Synthesizes the program in a folder, in a process of its own: what it writes, and what it tells. */
function synthesize(folder: string, environment: Record<string, string>) {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'synth-'));
  const result = spawnSync(path.join(ROOT, 'node_modules', '.bin', 'tsx'), ['main.ts'], {
    cwd: folder, env: { ...process.env, ...environment, CDK8S_OUTDIR: outdir }, encoding: 'utf8',
  });
  // No warnings: nothing but the ledger.
  expect(result.stderr).toMatch(/^(\nWhat runs on [^]*)?$/);
  expect(result.status).toBe(0);
  const files = filesIn(outdir);
  fs.rmSync(outdir, { recursive: true });
  return { files, ledger: result.stderr };
}

/** The program in another folder, with the library where a user has it. */
function copyAsUser(example: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'elsewhere-'));
  fs.cpSync(path.join(ROOT, 'examples', example), folder, { recursive: true });
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.symlinkSync(ROOT, path.join(folder, 'node_modules', 'cdk8s-inference'));
  for (const peer of ['cdk8s', 'cdk8s-plus-28', 'constructs']) {
    fs.symlinkSync(path.join(ROOT, 'node_modules', peer), path.join(folder, 'node_modules', peer));
  }
  return folder;
}

describe.each(['deepseek-r1-gb200', 'llama-70b-h100', 'mig-slices-h100', 'nvlink-fabric-test', 'two-queues-gb200', 'sglang-grove', 'quantize-h100'])('%s: same bytes', (example) => {
  test('on a second run, in another folder, under another locale and time zone', () => {
    const first = synthesize(path.join(ROOT, 'examples', example), { LC_ALL: 'C', TZ: 'UTC' });
    const elsewhere = copyAsUser(example);
    const second = synthesize(elsewhere, { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kolkata' });
    fs.rmSync(elsewhere, { recursive: true });
    expect(first.files).toEqual(committed(example));
    expect(second).toEqual(first);
  });
});
