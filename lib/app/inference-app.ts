import { App, AppProps, Chart, Yaml } from 'cdk8s';
import { OutputLayout } from './output-layout';
import { chartsInOrder } from './private/chart-order';
import { inOrder, objectsBelow } from './private/object-order';
import { outputFiles, RenderedObject } from './private/output-files';
import { OutputFolder } from './private/output-folder';
import { invalid } from '../core/errors';
import type { Manifest } from '../manifests/manifest';
import { YamlWriter } from '../manifests/yaml-writer';

/** Options of an InferenceApp: those of a cdk8s App, and a few more. */
export interface InferenceAppProps extends AppProps {
  /**
   * How objects are divided into files.
   *
   * @default - what `yamlOutputType` says, and without it OutputLayout.perChart()
   */
  readonly layout?: OutputLayout;
}

/**
 * A cdk8s app with an output folder per cluster: `dist/<cluster>/<chart>.k8s.yaml`; charts outside a cluster lie in `dist/`.
 *
 * The same objects give the same bytes, whatever the order of the statements that made them. Files of objects that are gone are removed; which
 * files those are, says an index beside the output folder (`.cdk8s-inference/dist.json`). Time grows with the number of objects, not with its square.
 */
export class InferenceApp extends App {
  private readonly layout: OutputLayout;
  private readonly constructMetadata: boolean;

  constructor(props: InferenceAppProps = {}) {
    super(props);
    if (props.layout && props.yamlOutputType !== undefined) {
      throw invalid({ path: 'InferenceApp', value: 'layout and yamlOutputType', reason: 'both say how objects are divided into files', fix: 'give layout only' });
    }
    this.layout = props.layout ?? OutputLayout._of(this.yamlOutputType);
    this.constructMetadata = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /**
   * Validates every construct once, renders every object once, writes the files that changed and removes those that it wrote earlier and no longer has.
   *
   * @throws one error that lists everything that is wrong; nothing is written or removed then
   */
  public override synth(): void {
    this.validateAll();
    const rendered = this.render();
    const files = outputFiles(rendered, this.layout, this.outputFileExtension, this);
    const writer = new YamlWriter((document) => Yaml.stringify(document));
    const texts = new Map(files.map(({ path, manifests }) => [path, writer.write(manifests)]));
    if (this.constructMetadata) texts.set('construct-metadata.json', metadataOf(rendered));
    new OutputFolder(this.outdir).write(texts);
  }

  /** All charts, each after those it depends on; by path where that leaves a choice. */
  public override get charts(): Chart[] {
    return chartsInOrder(this);
  }

  /** All objects as one YAML text, each after those it depends on. */
  public override synthYaml(): string {
    this.validateAll();
    const rendered = this.render();
    const manifests = new Map(rendered.map(({ entry, manifest }) => [entry, manifest]));
    const ordered = inOrder(rendered.map(({ entry }) => entry), ({ objects }) => objects);
    return new YamlWriter((document) => Yaml.stringify(document)).write(ordered.map((entry) => manifests.get(entry)));
  }

  private render(): RenderedObject[] {
    return objectsBelow(this).map((entry) => ({ entry, manifest: entry.object.toJson() as Manifest }));
  }

  private validateAll(): void {
    const problems = this.node.findAll().flatMap((construct) => construct.node.validate().map((problem) => `[${construct.node.path}] ${problem}`));
    if (problems.length === 0) return;
    throw new Error(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}, nothing was written:\n  ${problems.join('\n  ')}`);
  }
}

/** Which construct made which object, as cdk8s writes it for tools that read its output. */
function metadataOf(rendered: readonly RenderedObject[]): string {
  const paths = rendered.map(({ entry: { object } }): [string, { path: string }] => [object.name, { path: object.node.path }]);
  const resources = Object.fromEntries(paths.sort(([a, { path: p }], [b, { path: q }]) => (a === b ? (p < q ? -1 : 1) : a < b ? -1 : 1)));
  return JSON.stringify({ version: '1.0.0', resources });
}
