import * as fs from 'fs';
import * as path from 'path';
import { App, Chart, Yaml } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Cluster } from '../cluster';
import { dnsLabel } from '../core/names';
import { orderedObjects } from './private/object-order';

/** Options of an InferenceApp. */
export interface InferenceAppProps {
  /**
   * Folder for the manifests.
   *
   * @default - CDK8S_OUTDIR, which `cdk8s synth` sets, else 'dist'
   */
  readonly outdir?: string;
}

/**
 * A cdk8s app with an output folder per cluster: `dist/<cluster>/<chart>.k8s.yaml`; charts outside a cluster lie in `dist/`.
 *
 * The same objects give the same bytes, whatever the order of the statements that made them.
 */
export class InferenceApp extends App {
  constructor(props: InferenceAppProps = {}) {
    super({ outdir: props.outdir });
  }

  /**
   * Validates every construct once and writes the manifests.
   *
   * @throws one error that lists everything that is wrong; nothing is written then
   */
  public override synth(): void {
    this.validateAll();
    const files = this.node.findAll().filter((construct): construct is Chart => Chart.isChart(construct)).map((chart) => ({
      file: path.join(this.outdir, ...fileOf(chart)) + this.outputFileExtension,
      objects: orderedObjects(chart).map((object) => object.toJson()),
    }));
    const names = files.map(({ file }) => file);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice) throw new Error(`two charts would be written to ${path.relative(this.outdir, twice)}: rename one of them`);
    for (const { file, objects } of files) {
      if (objects.length === 0) continue;
      fs.mkdirSync(path.dirname(file), { recursive: true });
      Yaml.save(file, objects);
    }
  }

  private validateAll(): void {
    const problems = this.node.findAll().flatMap((construct) => construct.node.validate().map((problem) => `[${construct.node.path}] ${problem}`));
    if (problems.length === 0) return;
    throw new Error(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}, nothing was written:\n  ${problems.join('\n  ')}`);
  }
}

/** Folder of the cluster and name of the chart, from the ids between them. */
function fileOf(chart: IConstruct): string[] {
  const cluster = Cluster.ofOrUndefined(chart);
  const scopes = chart.node.scopes.slice(1);
  const ids = scopes.slice(cluster ? scopes.indexOf(cluster) + 1 : 0).map((scope) => scope.node.id);
  const folder = cluster ? [dnsLabel(cluster.node.path.split('/'))] : [];
  return [...folder, dnsLabel(ids)];
}
