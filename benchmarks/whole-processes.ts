import { spawnSync } from 'child_process';
import * as fs from 'fs';
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

/** Milliseconds of processors that children took so far, where Linux says so: in ticks of 10. Source: proc(5), cutime and cstime. */
function childrenUsed(): number | undefined {
  try {
    const fields = fs.readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /, '').split(' ');
    return 10 * (Number(fields[13]) + Number(fields[14]));
  } catch {
    return undefined;
  }
}

/** Medians over `rounds` runs of two programs, after a round that does not count; they take turns. Processor time: the means. */
export function wholeProcesses(rounds: number, ours: readonly string[], peer: readonly string[]): Figures {
  const found = Array.from({ length: rounds + 1 }, () => [ours, peer].map((command) => {
    const before = childrenUsed();
    const wall = milliseconds(command);
    return { wall, used: (childrenUsed() ?? NaN) - (before ?? NaN) };
  })).slice(1);
  const [own, others] = [0, 1].map((which) => found.map((round) => round[which]));
  const mean = (times: typeof own) => times.reduce((sum, { used }) => sum + used, 0) / times.length;
  const processor = { ours: mean(own), peer: mean(others) };
  return {
    ours: median(own.map(({ wall }) => wall)),
    peer: median(others.map(({ wall }) => wall)),
    processor: Number.isNaN(processor.ours) ? undefined : processor,
  };
}
