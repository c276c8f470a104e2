import type { ChartFacts } from '../facts/cluster-facts';
import { ManifestObject } from '../manifests/manifest-object';
import type { ManifestSet } from '../manifests/manifest-set';
import { Place } from './deployment/place';

/** A Helm chart that is installed: by an object of the set, through Flux or Argo CD, or by the program. */
export interface ChartInstall {
  readonly object: ManifestObject;
  /** Its values; nothing below where it says none. */
  readonly values: Place;
  /** Version as written; empty where there is none. */
  readonly version: string;
  /** Whether values come from elsewhere too, so that what is missing here is not known. */
  readonly partial: boolean;
  /** Whether a construct installs it, which judges the values by itself. */
  readonly byConstruct?: boolean;
}

/** Where the program of a cluster installs a chart without a manifest; the objects are no part of the set. */
export function installsByProgram(charts: readonly ChartFacts[] | undefined, name: string): ChartInstall[] {
  return (charts ?? []).filter((chart) => chart.name === name).map(({ namespace, values, version, construct }) => ({
    object: new ManifestObject({ apiVersion: 'v1', kind: 'HelmInstall', metadata: { name, namespace }, values }, { construct }),
    values: new Place(values, ['values']),
    version,
    partial: false,
    byConstruct: true,
  }));
}

/** Where the set installs a chart. */
export function installsOf(manifests: ManifestSet, chart: string): ChartInstall[] {
  const releases = manifests.ofKind('helm.toolkit.fluxcd.io', 'HelmRelease');
  const applications = manifests.ofKind('argoproj.io', 'Application');
  // Many rules ask, mostly of sets that install nothing.
  if (releases.length === 0 && applications.length === 0) return [];
  const isChart = (text: string) => text === chart || text.endsWith(`/${chart}`);
  const flux = releases.flatMap((object): ChartInstall[] => {
    const spec = new Place(object.manifest).at('spec');
    const written = spec.at('chart', 'spec');
    const reference = spec.at('chartRef');
    const namespace = reference.at('namespace').text || object.namespace;
    const source = reference.present ? manifests.find('source.toolkit.fluxcd.io', reference.at('kind').text, reference.at('name').text, namespace) : undefined;
    const repository = source && new Place(source.manifest).at('spec');
    const url = (repository?.at('url').text ?? '').replace(/\/$/, '');
    if (!isChart(written.at('chart').text) && !isChart(url) && !isChart(repository?.at('chart').text ?? '')) return [];
    const version = written.at('version').text || repository?.at('ref', 'tag').text || '';
    return [{ object, values: spec.at('values'), version, partial: spec.at('valuesFrom').items.length > 0 }];
  });
  const argo = applications.flatMap((object): ChartInstall[] => {
    const spec = new Place(object.manifest).at('spec');
    return [spec.at('source'), ...spec.at('sources').items].filter((source) => isChart(source.at('chart').text)).map((source) => {
      const helm = source.at('helm');
      const partial = helm.at('values').text !== '' || helm.at('valueFiles').items.length > 0 || helm.at('parameters').items.length > 0;
      return { object, values: helm.at('valuesObject'), version: source.at('targetRevision').text, partial };
    });
  });
  return [...flux, ...argo];
}
