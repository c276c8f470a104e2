import { ChartInstall, installsOf } from './chart-installs';
import { BUNDLED_CHARTS } from '../facts/releases/bundled-charts';
import type { ManifestSet } from '../manifests/manifest-set';

/** A chart of the scheduling stack that a set installs, by itself or inside dynamo-platform. */
export interface StackInstall extends ChartInstall {
  /** Whether dynamo-platform brings it along. */
  readonly bundled: boolean;
}

/** Where a set installs Grove. Source: scheduling.md 3.9; dynamo-platform's Chart.yaml: alias `grove`. */
export function groveInstall(manifests: ManifestSet): StackInstall | undefined {
  return stackInstall(manifests, 'grove-charts', 'grove', 'grove');
}

/** Where a set installs the KAI Scheduler. Source: scheduling.md 1.4; dynamo-platform's Chart.yaml. */
export function kaiInstall(manifests: ManifestSet): StackInstall | undefined {
  return stackInstall(manifests, 'kai-scheduler', 'kai-scheduler', 'kai-scheduler');
}

/** Where a set installs the Dynamo platform. */
export function platformInstall(manifests: ManifestSet): ChartInstall | undefined {
  return installsOf(manifests, 'dynamo-platform').at(0);
}

function stackInstall(manifests: ManifestSet, chart: string, subchart: string, component: string): StackInstall | undefined {
  const own = installsOf(manifests, chart).at(0);
  if (own) return { ...own, bundled: false };
  const platform = platformInstall(manifests);
  if (!platform?.values.at('global', subchart, 'install').isTrue) return undefined;
  return { ...platform, values: platform.values.at(subchart), version: bundledVersion(platform.version, component), bundled: true };
}

/** Version that a release of the platform chart brings along; empty where it is not known. */
function bundledVersion(platform: string, component: string): string {
  const line = /^v?(\d+\.\d+)\./.exec(platform)?.[1];
  const pins = line !== undefined && Object.hasOwn(BUNDLED_CHARTS, line) ? BUNDLED_CHARTS[line] : [];
  return pins.find((pin) => pin.component === component)?.version ?? '';
}
