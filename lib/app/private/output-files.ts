import { createHash } from 'crypto';
import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { inOrder, OrderedObject, Prerequisite, waves } from './object-order';
import { Cluster } from '../../cluster';
import { invalid } from '../../core/errors';
import { addTo, groupBy } from '../../core/groups';
import { dnsLabel } from '../../core/names';
import type { Manifest } from '../../manifests/manifest';
import { OutputLayout } from '../output-layout';

/** Longest name of a file on the file systems that people use. */
const MAX_FILE_NAME = 255;

/** An object of the app with the one rendering of it. */
export interface RenderedObject {
  readonly entry: OrderedObject;
  readonly manifest: Manifest;
}

/** A file to be written: what stands in it, in order. */
export interface OutputFile {
  /** Below the output folder, with `/`. */
  readonly path: string;
  readonly manifests: readonly Manifest[];
}

interface Place {
  readonly file: string;
  /** Whose file it is: two charts or clusters never share one. */
  readonly owner: IConstruct;
}

/** Divides rendered objects into files. Every list is in an order that does not hang on the order of the program's statements. */
export function outputFiles(rendered: readonly RenderedObject[], layout: OutputLayout, extension: string, root: IConstruct): OutputFile[] {
  const manifests = new Map(rendered.map(({ entry, manifest }) => [entry, manifest]));
  const objects = rendered.map(({ entry }) => entry);
  const charts = new Map<Chart, { readonly folder: string; readonly name: string; readonly cluster: IConstruct }>();
  for (const { chart } of objects) if (!charts.has(chart)) charts.set(chart, namesOf(chart, root));

  const prerequisitesOf = layout._name === 'waves' ? withImplied(manifests, charts, root) : ({ prerequisites }: OrderedObject) => prerequisites;
  // Over all charts, also where it decides nothing: a circle has no order at all.
  const ordered = inOrder(objects, (prerequisite) => prerequisite.objects, prerequisitesOf);

  const placeOf = (object: OrderedObject): Place => {
    const { folder, name, cluster } = charts.get(object.chart)!;
    switch (layout._name) {
      case 'cluster': return { file: `${folder}app${extension}`, owner: cluster };
      case 'resource': return { file: folder + resourceFile(manifests.get(object)!, extension), owner: cluster };
      case 'chart-resource': return { file: `${folder}${name}/${resourceFile(manifests.get(object)!, extension)}`, owner: object.chart };
      default: return { file: folder + name + extension, owner: object.chart };
    }
  };
  const files = layout._name === 'waves'
    ? byWave(ordered, waves(ordered, prerequisitesOf), charts, extension)
    : grouped(layout._name === 'cluster' ? ordered : chartByChart(objects), placeOf);
  return [...files].map(([file, members]) => ({ path: file, manifests: members.map((member) => manifests.get(member)!) }));
}

/** Each chart's objects in order, whatever waits for them in other charts. */
function chartByChart(objects: readonly OrderedObject[]): OrderedObject[] {
  const parts = new Map<Prerequisite, Map<Chart, OrderedObject[]>>();
  const among = (chart: Chart) => (prerequisite: Prerequisite) => {
    if (!parts.has(prerequisite)) parts.set(prerequisite, groupBy(prerequisite.objects, (object) => object.chart));
    return parts.get(prerequisite)!.get(chart) ?? [];
  };
  return [...groupBy(objects, ({ chart }) => chart)].flatMap(([chart, members]) => inOrder(members, among(chart)));
}

function byWave(
  ordered: readonly OrderedObject[],
  wave: Map<OrderedObject, number>,
  charts: ReadonlyMap<Chart, { readonly folder: string; readonly name: string }>,
  extension: string,
): Map<string, OrderedObject[]> {
  const highest = [...wave.values()].reduce((a, b) => Math.max(a, b), 0);
  const digits = Math.max(2, String(highest).length);
  // Objects of one wave do not wait for each other, so they stand in the order of their own.
  return grouped([...ordered].sort((a, b) => a.rank - b.rank), (object) => {
    const { folder, name } = charts.get(object.chart)!;
    return { file: `${folder}${String(wave.get(object)).padStart(digits, '0')}/${name}${extension}`, owner: object.chart };
  });
}

/** Files with their objects. @throws when two charts or clusters would be written to one file */
function grouped(objects: readonly OrderedObject[], placeOf: (object: OrderedObject) => Place): Map<string, OrderedObject[]> {
  const files = new Map<string, OrderedObject[]>();
  const owners = new Map<string, IConstruct>();
  for (const object of objects) {
    const { file, owner } = placeOf(object);
    const other = owners.get(file) ?? owner;
    if (other !== owner) {
      const what = Chart.isChart(owner) ? 'charts' : 'clusters';
      throw invalid({
        path: [other, owner].map(({ node }) => node.path || '(app)').sort().join(', '),
        value: `two ${what} would be written to ${file}`,
        reason: 'names of files are made of lower-case ids, digits and hyphens',
        fix: 'rename one of them',
      });
    }
    owners.set(file, owner);
    addTo(files, file, object);
  }
  return files;
}

/** Folder of the cluster and name of the chart, from the ids between them. */
function namesOf(chart: Chart, root: IConstruct): { folder: string; name: string; cluster: IConstruct } {
  const cluster = Cluster.ofOrUndefined(chart);
  const scopes = chart.node.scopes.slice(1);
  const ids = scopes.slice(cluster ? scopes.indexOf(cluster) + 1 : 0).map((scope) => scope.node.id);
  return { folder: cluster ? `${dnsLabel(cluster.node.path.split('/'))}/` : '', name: dnsLabel(ids), cluster: cluster ?? root };
}

/** An object's own file: lower case, because some file systems do not tell cases apart. */
function resourceFile({ apiVersion, kind, metadata }: Manifest, extension: string): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  const name = metadata?.name ?? metadata?.generateName ?? '';
  const parts = [metadata?.namespace, `${kind}${group}`, name].filter((part) => part !== undefined);
  const file = parts.join('_').toLowerCase().replace(/[^0-9a-z._-]/g, '-');
  if (file.length + extension.length <= MAX_FILE_NAME) return file + extension;
  const hash = createHash('sha256').update(parts.join('_')).digest('hex').slice(0, 8);
  return `${file.slice(0, MAX_FILE_NAME - extension.length - hash.length - 1)}-${hash}${extension}`;
}

/** What an object waits for, and what no program declares because it goes without saying: the Namespace before what is in it, the CustomResourceDefinition before its kind. */
function withImplied(
  manifests: ReadonlyMap<OrderedObject, Manifest>,
  charts: ReadonlyMap<Chart, { readonly cluster: IConstruct }>,
  root: IConstruct,
): (object: OrderedObject) => readonly Prerequisite[] {
  const made = new Map<string, OrderedObject[]>();
  for (const [object, manifest] of manifests) {
    const key = keyOfMade(manifest);
    if (key) addTo(made, key, object);
  }
  const prerequisites = new Map([...made].map(([key, objects]) => {
    const perCluster = [...groupBy(objects, ({ chart }) => charts.get(chart)!.cluster)];
    return [key, new Map(perCluster.map(([cluster, members]): [IConstruct, Prerequisite] => [cluster, { objects: members }]))];
  }));
  return (object) => {
    const { apiVersion, kind, metadata } = manifests.get(object)!;
    if (keyOfMade(manifests.get(object)!)) return object.prerequisites; // a chart with a namespace gives it to its Namespace, too
    const keys = [`crd ${apiVersion.split('/')[0]} ${kind}`, ...metadata?.namespace ? [`namespace ${metadata.namespace}`] : []];
    const { cluster } = charts.get(object.chart)!;
    const implied = keys.flatMap((key) => prerequisites.get(key)?.get(cluster) ?? prerequisites.get(key)?.get(root) ?? []);
    return implied.length > 0 ? [...object.prerequisites, ...implied] : object.prerequisites;
  };
}

function keyOfMade({ apiVersion, kind, metadata, spec }: Manifest): string | undefined {
  if (apiVersion === 'v1' && kind === 'Namespace') return `namespace ${metadata?.name}`;
  if (kind !== 'CustomResourceDefinition') return undefined;
  const definition = spec as { group?: string; names?: { kind?: string } } | undefined;
  return `crd ${definition?.group} ${definition?.names?.kind}`;
}
