import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';
import { App } from 'cdk8s';
import { Figures } from './registry';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Something to measure, made ready: what is made before and cleared away after does not count. */
export interface Prepared {
  measured(): void;
  after?(): void;
}

/** Milliseconds, of the clock and of processors. */
interface Time {
  readonly wall: number;
  readonly processor: number;
}

function timeOf({ measured, after }: Prepared): Time {
  const start = process.hrtime.bigint();
  const used = process.cpuUsage();
  measured();
  const { user, system } = process.cpuUsage(used);
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  after?.();
  return { wall, processor: (user + system) / 1e3 };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Rounds that do not count: V8 compiles meanwhile. */
const WARM_UP = 2;

/**
 * Medians over `rounds`; ours and the peer take turns within one process, and who begins changes with each round, so that each pays for the other's garbage
 * as often. It is not collected by force between them: that throws away the code that V8 compiled for classes of which no object is left, and no program
 * of a user does so.
 */
export function inTurns(rounds: number, ours: () => Prepared, peer: () => Prepared): Figures {
  const found: { ours: Time[]; peer: Time[] } = { ours: [], peer: [] };
  for (let round = 0; round < WARM_UP + rounds; round++) {
    const sides = [[found.ours, ours], [found.peer, peer]] as const;
    for (const [measured, prepare] of round % 2 ? [...sides].reverse() : sides) {
      const time = timeOf(prepare());
      if (round >= WARM_UP) measured.push(time);
    }
  }
  const of = (key: keyof Time) => ({ ours: median(found.ours.map((time) => time[key])), peer: median(found.peer.map((time) => time[key])) });
  return { ...of('wall'), processor: of('processor') };
}

/** `synth()` of a new app into a new folder. */
export function synthOf(make: (outdir: string) => App): () => Prepared {
  return () => {
    const folder = fs.mkdtempSync(path.join(memory(), 'bench-'));
    const app = make(path.join(folder, 'dist'));
    return { measured: () => app.synth(), after: () => fs.rmSync(folder, { recursive: true }) };
  };
}

/**
 * The same, with all garbage collected before it is measured: where both sides are ours, both lose the same code by it, and neither pays for what the
 * other left behind, which is as much as what is measured.
 */
export function collected(prepare: () => Prepared): () => Prepared {
  return () => {
    const prepared = prepare();
    collectGarbage();
    return prepared;
  };
}

/** The same several times, as one thing to measure. */
export function times(count: number, prepare: () => Prepared): () => Prepared {
  return () => {
    const all = Array.from({ length: count }, prepare);
    return { measured: () => all.forEach(({ measured }) => measured()), after: () => all.forEach(({ after }) => after?.()) };
  };
}

/** Where files cost no disk: writing 400 of them took 320 ms here, the same for both sides, which says nothing of either. */
export function memory(): string {
  return fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();
}
