import * as fs from 'fs';
import * as path from 'path';
import { medians } from './fresh-processes';
import { memory } from './in-turns';
import { Figures } from './registry';
import { SyntheticApp } from './synthetic-app';

/** `synth()` as a user's program calls it: once, with all the code that it runs still to be loaded and compiled. Making the apps does not count. */
export function firstInProcess(rounds: number, { charts, objects, shape }: Omit<SyntheticApp, 'chained'>): Figures {
  const folder = fs.mkdtempSync(path.join(memory(), 'bench-'));
  const given = path.join(folder, 'objects.json');
  fs.writeFileSync(given, JSON.stringify(Array.from({ length: charts }, (_, c) => Array.from({ length: objects }, (__, o) => shape(`object-${c}-${o}`)))));
  const text = (value: string) => JSON.stringify(value);
  const before = `
    const { ApiObject, App, Chart } = require('cdk8s');
    const { InferenceApp } = require('cdk8s-inference');
    const fill = (app) => {
      JSON.parse(require('fs').readFileSync(${text(given)}, 'utf8')).forEach((objects, c) => {
        const chart = new Chart(app, 'chart-' + c, { namespace: 'inference' });
        objects.forEach((props, o) => new ApiObject(chart, 'object-' + o, props));
      });
      return app;
    };
    const ours = fill(new InferenceApp({ outdir: ${text(path.join(folder, 'ours'))}, quiet: true }));
    const peer = fill(new App({ outdir: ${text(path.join(folder, 'peer'))} }))`;
  try {
    return medians(rounds, before, { ours: 'ours.synth()', peer: 'peer.synth()' });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
