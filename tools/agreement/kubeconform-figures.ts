/**
 * What kubeconform makes of the lines of `../shared/truth/apiserver`, measured on one machine and recorded:
 *
 *     npx tsx tools/agreement/kubeconform-figures.ts
 */
import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { changedLines, givenLines, manifestOf } from './api-server-record';
import { SHARED } from './record';
import { kubeconform, KUBECONFORM_VERSION } from '../kubeconform/binary';
import { TEMPLATE, writeJsonSchemas } from '../kubeconform/schemas';

const FILE = path.join(__dirname, 'kubeconform-figures.json');

/** Kind to lines, lines on which it agrees with the server, false alarms. */
export interface KubeconformFigures {
  readonly version: string;
  readonly date: string;
  readonly kinds: { readonly [kind: string]: readonly [number, number, number] };
}

export function kubeconformFigures(): KubeconformFigures {
  return JSON.parse(fs.readFileSync(FILE, 'utf8'));
}

function measure(program: string): KubeconformFigures['kinds'] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kubeconform-'));
  try {
    writeJsonSchemas(path.join(SHARED, 'crds'), path.join(folder, 'schemas'));
    fs.mkdirSync(path.join(folder, 'lines'));
    const lines = [...givenLines(), ...changedLines()];
    lines.forEach((line, i) => {
      const manifest = manifestOf(line);
      if (manifest) fs.writeFileSync(path.join(folder, 'lines', `${i}.json`), JSON.stringify(manifest));
    });
    // It ends with 1 where something is invalid.
    const { stdout } = spawnSync(program, ['-strict', '-n', '2', '-output', 'json', '-verbose', '-schema-location', path.join(folder, 'schemas', TEMPLATE), 'lines'],
      { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 30 });
    const { resources } = JSON.parse(stdout) as { resources: { filename: string; status: string }[] };
    const kinds: { [kind: string]: [number, number, number] } = {};
    for (const { filename, status } of resources) {
      const { kind, ok } = lines[Number(path.basename(filename, '.json'))];
      const figures = kinds[kind] ??= [0, 0, 0];
      const valid = status === 'statusValid';
      figures[0] += 1;
      if (valid === ok) figures[1] += 1;
      else if (ok) figures[2] += 1;
    }
    return Object.fromEntries(Object.entries(kinds).sort(([a], [b]) => (a < b ? -1 : 1)));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

if (require.main === module) {
  const program = kubeconform();
  if (!program) throw new Error('no Go on the path: kubeconform cannot be built');
  const date = execFileSync('date', ['-u', '+%F'], { encoding: 'utf8' }).trim();
  const rows = Object.entries(measure(program)).map(([kind, figures]) => `    ${JSON.stringify(kind)}: ${JSON.stringify(figures)}`);
  fs.writeFileSync(FILE, `{\n  "version": ${JSON.stringify(KUBECONFORM_VERSION)},\n  "date": ${JSON.stringify(date)},\n  "kinds": {\n${rows.join(',\n')}\n  }\n}\n`);
}
