import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App } from 'cdk8s';
import { Figures } from './registry';

/** Milliseconds that `measured` takes. */
function milliseconds(measured: () => void): number {
  const start = process.hrtime.bigint();
  measured();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Medians over `rounds`, after a round that does not count; ours and the peer take turns within one process. */
export function inTurns(rounds: number, ours: () => () => void, peer: () => () => void): Figures {
  const times: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let round = 0; round <= rounds; round++) {
    const [one, other] = [milliseconds(ours()), milliseconds(peer())];
    if (round === 0) continue;
    times.ours.push(one);
    times.peer.push(other);
  }
  return { ours: median(times.ours), peer: median(times.peer) };
}

/** What `synth()` of a new app does, into a new folder; making the app is not measured. */
export function synthOf(make: (outdir: string) => App): () => () => void {
  return () => {
    const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
    const app = make(path.join(outdir, 'dist'));
    return () => {
      app.synth();
      fs.rmSync(outdir, { recursive: true });
    };
  };
}
