import { spawnSync } from 'child_process';
import { Figures } from './registry';

/** Milliseconds from start to end of a process whose output nobody reads. */
function milliseconds([program, ...args]: readonly string[]): number {
  const start = process.hrtime.bigint();
  const { error, status } = spawnSync(program, args, { stdio: 'ignore' });
  const time = Number(process.hrtime.bigint() - start) / 1e6;
  // 1 says that there were findings.
  if (error || (status !== 0 && status !== 1)) throw error ?? new Error(`${program} ${args.join(' ')}: exit code ${status}`);
  return time;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Medians over `rounds` runs of two programs, after a round that does not count; they take turns. */
export function wholeProcesses(rounds: number, ours: readonly string[], peer: readonly string[]): Figures {
  const found = Array.from({ length: rounds + 1 }, () => [milliseconds(ours), milliseconds(peer)]).slice(1);
  return { ours: median(found.map(([time]) => time)), peer: median(found.map(([, time]) => time)) };
}
