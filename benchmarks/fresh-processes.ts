import { execFileSync } from 'child_process';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds that `measured` takes in a fresh Node process after `before` ran. */
function milliseconds(before: string, measured: string): number {
  const script = `${before};
    const start = process.hrtime.bigint();
    ${measured};
    process.stdout.write(String(Number(process.hrtime.bigint() - start) / 1e6));`;
  return Number(execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' }));
}

/** Medians over `rounds` fresh processes of each script; they take turns, so that whatever slows the machine slows all of them. */
export function medians<K extends string>(rounds: number, before: string, scripts: Record<K, string>): Record<K, number> {
  const names = Object.keys(scripts) as K[];
  const times = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) times.get(name)!.push(milliseconds(before, scripts[name]));
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name)!)])) as Record<K, number>;
}
