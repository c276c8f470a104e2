import { App } from 'cdk8s';
import { inTurns, synthOf } from './in-turns';
import { benchmark, Figures } from './registry';
import { configMap, fill, graph, SyntheticApp } from './synthetic-app';
import { InferenceApp } from 'cdk8s-inference';

const ROUNDS = 3;
const ours = (size: SyntheticApp) => synthOf((outdir) => fill(new InferenceApp({ outdir }), size));
const stock = (size: SyntheticApp) => synthOf((outdir) => fill(new App({ outdir }), size));

function besideCdk8s(measure: string, target: number | undefined, size: SyntheticApp): void {
  benchmark({ measure: `synth(), without admission: ${measure}`, unit: 'ms', peer: 'cdk8s.App', target, run: () => inTurns(ROUNDS, ours(size), stock(size)) });
}

besideCdk8s('400 charts x 20 ConfigMaps', 1 / 8, { charts: 400, objects: 20, shape: configMap });
besideCdk8s('1 chart x 1,000 graphs of 7 KB', 1 / 3, { charts: 1, objects: 1000, shape: graph });
besideCdk8s('100 charts x 20 graphs', undefined, { charts: 100, objects: 20, shape: graph });

function besideItself(measure: string, peer: string, target: number, size: SyntheticApp, smaller: SyntheticApp): void {
  benchmark({ measure: `synth(), without admission: ${measure}`, unit: 'ms', peer, target, run: (): Figures => inTurns(2 * ROUNDS, ours(size), ours(smaller)) });
}

besideItself('10,000 ConfigMaps in 50 charts', '1,000 in 5 charts', 11, { charts: 50, objects: 200, shape: configMap }, { charts: 5, objects: 200, shape: configMap });
besideItself('1,000 graphs in 50 charts', '100 in 5 charts', 11, { charts: 50, objects: 20, shape: graph }, { charts: 5, objects: 20, shape: graph });
besideItself('50 chained charts x 20', 'not chained', 2, { charts: 50, objects: 20, shape: configMap, chained: true }, { charts: 50, objects: 20, shape: configMap });
besideItself('1,000 chained charts x 20', 'not chained', 2, { charts: 1000, objects: 20, shape: configMap, chained: true }, { charts: 1000, objects: 20, shape: configMap });
