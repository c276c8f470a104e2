import type { ReleasePin } from '../release-pin';

/** What dynamo-platform of a line brings along if told to install it. Apart from the releases, which rules do not load. */
export const BUNDLED_CHARTS: { readonly [line: string]: readonly ReleasePin[] } = {
  1.4: [
    { component: 'kai-scheduler', version: 'v0.13.4', reason: 'sub-chart of dynamo-platform, for development', source: 'ai-dynamo/dynamo deploy/helm/charts/platform/Chart.yaml 1.4.0' },
    { component: 'grove', version: 'v0.1.0-alpha.12-rc1', reason: 'sub-chart of dynamo-platform, for development', source: 'ai-dynamo/dynamo deploy/helm/charts/platform/Chart.yaml 1.4.0' },
  ],
  1.5: [
    { component: 'kai-scheduler', version: 'v0.17.0', reason: 'sub-chart of dynamo-platform, for development', source: 'dynamo-1.5-1.6.md 1 (docs.nvidia.com/dynamo, Compatibility)' },
    { component: 'grove', version: 'v0.1.0-alpha.13', reason: 'sub-chart of dynamo-platform, for development', source: 'dynamo-1.5-1.6.md 1 (docs.nvidia.com/dynamo, Compatibility)' },
  ],
  1.6: [
    { component: 'kai-scheduler', version: 'v0.17.0', reason: 'sub-chart of dynamo-platform, for development', source: 'dynamo-1.5-1.6.md 1 (docs.nvidia.com/dynamo v1.6.0 and v1.6.1, Compatibility)' },
    { component: 'grove', version: 'v0.1.0-alpha.14', reason: 'sub-chart of dynamo-platform, for development', source: 'dynamo-1.5-1.6.md 1 (docs.nvidia.com/dynamo v1.6.0 and v1.6.1, Compatibility)' },
  ],
};
