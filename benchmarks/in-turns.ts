import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';
import { App } from 'cdk8s';
import { Figures } from './registry';

/** Something to measure, made ready: what is made before and cleared away after does not count. */
export interface Prepared {
  measured(): void;
  after?(): void;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Milliseconds that it takes. What others left behind is cleared away before, so that nobody pays for the peer's garbage. */
function milliseconds({ measured, after }: Prepared): number {
  collectGarbage();
  const start = process.hrtime.bigint();
  measured();
  const time = Number(process.hrtime.bigint() - start) / 1e6;
  after?.();
  return time;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Medians over `rounds`, after a round that does not count; ours and the peer take turns within one process. */
export function inTurns(rounds: number, ours: () => Prepared, peer: () => Prepared): Figures {
  const found: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let round = 0; round <= rounds; round++) {
    const [one, other] = [milliseconds(ours()), milliseconds(peer())];
    if (round === 0) continue;
    found.ours.push(one);
    found.peer.push(other);
  }
  return { ours: median(found.ours), peer: median(found.peer) };
}

/** `synth()` of a new app into a new folder. */
export function synthOf(make: (outdir: string) => App): () => Prepared {
  return () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
    const app = make(path.join(folder, 'dist'));
    return { measured: () => app.synth(), after: () => fs.rmSync(folder, { recursive: true }) };
  };
}

/** The same several times, as one thing to measure. */
export function times(count: number, prepare: () => Prepared): () => Prepared {
  return () => {
    const all = Array.from({ length: count }, prepare);
    return { measured: () => all.forEach(({ measured }) => measured()), after: () => all.forEach(({ after }) => after?.()) };
  };
}
