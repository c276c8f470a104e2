/** `npm run bench [word]`: runs every `*.bench.ts` whose name has the word, and prints one table. */
import * as fs from 'fs';
import * as path from 'path';
import { Benchmark, registered } from './registry';

const HEADER = ['measure', 'ours', 'peer', 'ratio', 'processor', 'target', 'verdict'];

async function load(word: string): Promise<void> {
  const files = fs.readdirSync(__dirname).filter((file) => file.endsWith('.bench.ts') && file.includes(word)).sort();
  if (!files.length) throw new Error(`no benchmarks/*${word}*.bench.ts`);
  for (const file of files) await import(path.join(__dirname, file));
}

function line({ measure, unit, peer: peerName, target, run }: Benchmark): string[] {
  const { ours, peer, processor } = run();
  const ratio = ours / peer;
  const verdict = target === undefined ? 'shown' : ratio <= target ? 'met' : 'MISSED';
  const figure = (value: number) => `${value.toPrecision(3)} ${unit}`;
  return [measure, figure(ours), `${figure(peer)} (${peerName})`, ratio.toFixed(2), processor ? (processor.ours / processor.peer).toFixed(2) : '', target === undefined ? '' : `<= ${Number(target.toPrecision(3))}`, verdict];
}

function print(rows: string[][]): void {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) process.stdout.write(`${row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()}\n`);
}

async function main(word = ''): Promise<void> {
  await load(word);
  const rows = registered().map(line);
  print([HEADER, ...rows]);
  if (rows.some((row) => row.at(-1) === 'MISSED')) process.exitCode = 1;
}

void main(process.argv[2]);
