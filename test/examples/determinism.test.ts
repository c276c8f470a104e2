import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { committed, filesIn } from './program';

const ROOT = path.join(__dirname, '..', '..');

/** Synthesizes an example in a process of its own. */
function synthesize(example: string, cwd: string, environment: Record<string, string>): Record<string, string> {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'synth-'));
  const main = path.join(ROOT, 'examples', example, 'main.ts');
  const result = spawnSync(path.join(ROOT, 'node_modules', '.bin', 'tsx'), [main], {
    cwd, env: { ...process.env, ...environment, CDK8S_OUTDIR: outdir }, encoding: 'utf8',
  });
  expect(result.stderr).toBe('');
  expect(result.status).toBe(0);
  const files = filesIn(outdir);
  fs.rmSync(outdir, { recursive: true });
  return files;
}

describe.each(['deepseek-r1-gb200', 'llama-70b-h100'])('%s: same bytes', (example) => {
  test('on a second run, in another folder, under another locale and time zone', () => {
    const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'elsewhere-'));
    const first = synthesize(example, path.join(ROOT, 'examples', example), { LC_ALL: 'C', TZ: 'UTC' });
    const second = synthesize(example, elsewhere, { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kolkata' });
    expect(first).toEqual(committed(example));
    expect(second).toEqual(first);
  });
});
