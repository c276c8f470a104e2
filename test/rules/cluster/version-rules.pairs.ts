import { KubernetesVersion, Release } from '../../../lib/cluster';
import { Manifest } from '../../../lib/manifests/manifest';
import { RowPair } from '../row-pair';

const install = (chart: string, targetRevision: string, values: object = {}): Manifest => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: chart, namespace: 'argocd' },
  spec: { project: 'default', destination: { namespace: 'a', server: 'https://kubernetes.default.svc' }, source: { repoURL: 'example.com/charts', chart, targetRevision, helm: { valuesObject: values } } },
});
const VERSION = ['spec', 'source', 'targetRevision'] as const;
const PERIOD = ['spec', 'source', 'helm', 'valuesObject', 'scheduler', 'args', 'default-staleness-grace-period'] as const;
const kai = (version: string) => install('kai-scheduler', version, { scheduler: { args: { 'default-staleness-grace-period': '-1s' } } });
const grove = (version: string) => install('grove-charts', version);
const platform = (version: string) => install('dynamo-platform', version);
const CLAIMING: Manifest = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'rank', namespace: 'serve' },
  spec: { resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }], containers: [{ name: 'main', image: 'registry/engine:1' }] },
};

const VALUES = ['spec', 'source', 'helm', 'valuesObject'] as const;
const GLOBAL = [...VALUES, 'global'] as const;
/** The platform with the Grove, and the KAI if told so, that it brings along. */
const bundle = (version: string, kaiScheduler: object) => install('dynamo-platform', version, {
  'global': { 'kai-scheduler': kaiScheduler, 'grove': { install: true } }, 'kai-scheduler': { scheduler: { args: { 'default-staleness-grace-period': '-1s' } } },
});

export const PAIRS: RowPair[] = [
  { rule: 'VER-01', good: [kai('v0.17.0'), grove('v0.1.0-alpha.12-rc1'), platform('1.4.0')], change: [0, ...VERSION], to: 'v0.16.9', severity: 'error' },
  { rule: 'VER-02', good: [kai('v0.17.0'), grove('v0.1.0-alpha.13'), platform('1.5.1')], change: [0, ...VERSION], to: 'v0.16.9', severity: 'error' },
  { rule: 'VER-02', good: [kai('v0.17.0'), grove('v0.1.0-alpha.12'), platform('1.4.2')], change: [0, ...VERSION], to: 'v0.16.9', severity: 'warning' },
  { rule: 'VER-03', good: [kai('v0.17.0'), grove('v0.1.0-alpha.12-rc1'), platform('1.4.0')], change: [1, ...VERSION], to: 'v0.1.0-alpha.11', found: [0, ...VERSION], severity: 'error' },
  { rule: 'VER-04', good: [kai('v0.17.0'), grove('v0.1.0-alpha.13')], change: [0, ...PERIOD], to: '-1', found: [0, ...VERSION], severity: 'error' },
  { rule: 'VER-01', good: [bundle('1.4.0', { install: false })], change: [0, ...GLOBAL, 'kai-scheduler', 'install'], to: true, found: [0, ...VERSION], facts: { release: Release.DYNAMO_1_4 }, severity: 'error' },
  { rule: 'VER-04', good: [bundle('1.5.1', { install: true })], change: [0, ...VALUES, 'kai-scheduler', 'scheduler', 'args', 'default-staleness-grace-period'], to: undefined, found: [0, ...VERSION], severity: 'error' },
  { rule: 'VER-05', good: [kai('v0.14.1'), CLAIMING], change: [0, ...VERSION], to: 'v0.13.4', facts: { kubernetes: KubernetesVersion.V1_36 }, severity: 'error' },
];
