import { App } from 'cdk8s';
import { firstInProcess } from './first-in-process';
import { collected, inTurns, synthOf, times } from './in-turns';
import { benchmark, Figures } from './registry';
import { configMap, fill, graph, SyntheticApp } from './synthetic-app';
import { InferenceApp } from 'cdk8s-inference';

const ROUNDS = 5;
const ours = (size: SyntheticApp) => synthOf((outdir) => fill(new InferenceApp({ outdir, quiet: true }), size));
const stock = (size: SyntheticApp) => synthOf((outdir) => fill(new App({ outdir }), size));

function besideCdk8s(measure: string, target: number | undefined, size: SyntheticApp): void {
  benchmark({ measure: `synth() with admission: ${measure}`, unit: 'ms', peer: 'cdk8s.App without any', target, run: () => inTurns(ROUNDS, ours(size), stock(size)) });
}

besideCdk8s('400 charts x 20 ConfigMaps', 1 / 8, { charts: 400, objects: 20, shape: configMap });
besideCdk8s('1 chart x 1,000 graphs of 7 KB', 1 / 3, { charts: 1, objects: 1000, shape: graph });
benchmark({
  measure: 'the same, once in a new process', unit: 'ms', peer: 'cdk8s.App without any', run: () => firstInProcess(ROUNDS, { charts: 1, objects: 1000, shape: graph }),
});
besideCdk8s('100 charts x 20 graphs', undefined, { charts: 100, objects: 20, shape: graph });

const itself = (measure: string, peer: string, target: number, run: () => Figures) => (
  benchmark({ measure: `synth() with admission: ${measure}`, unit: 'ms', peer, target, run }));

// Ten small apps beside a large one take about as long, so that whatever slows the machine slows both: 11 times the time of one is 1.1 times that of ten.
for (const [what, shape, objects] of [['10,000 ConfigMaps', configMap, 200], ['1,000 graphs', graph, 20]] as const) {
  const small = times(10, ours({ charts: 5, objects, shape }));
  itself(`${what} in 50 charts`, '10 apps of 5 charts', 1.1, () => inTurns(ROUNDS + 2, collected(ours({ charts: 50, objects, shape })), collected(small)));
}

for (const charts of [50, 1000]) {
  const size = { charts, objects: 20, shape: configMap };
  itself(`${charts} chained charts x 20`, 'not chained', 2, () => inTurns(ROUNDS, collected(ours({ ...size, chained: true })), collected(ours(size))));
}
