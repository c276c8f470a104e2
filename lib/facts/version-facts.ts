import type { KubernetesVersion } from './kubernetes-version';
import type { Release } from './release';
import { compareVersions, isAtLeast } from './version';

/** Versions of the parts that have to fit together. A part that is left out is not in play, and rules about it are silent. */
export interface VersionSet {
  /** Version of dynamo-platform, and so of its operator. */
  readonly dynamo?: string;
  /** Version of KAI Scheduler. */
  readonly kai?: string;
  /** Version of Grove. */
  readonly grove?: string;
  /** Minor of the API server. */
  readonly kubernetesMinor?: number;
  /** KAI's `default-staleness-grace-period` as written; undefined = KAI's own default, which is 60 seconds. */
  readonly kaiStalenessGracePeriod?: string;
  /** Whether the platform chart installs both Grove and KAI. Default: each is installed on its own. */
  readonly bundled?: boolean;
  /** Whether a graph has a gang of more than one pod. Default: true. */
  readonly gangs?: boolean;
  /** Whether pods hold claims of `resource.k8s.io`. Default: true. */
  readonly resourceClaims?: boolean;
}

/** A pair of versions that does not work, and what would. */
export interface VersionConflict {
  /** Rule id, VER-01 to VER-05. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** Last Grove whose PodGroups are made by KAI's pod-grouper. The same at -rc2 already makes them itself. Source: scheduling.md 0 (grove #725, KAI #2117). */
export const LAST_GROVE_BEFORE_KAI_BACKEND = 'v0.1.0-alpha.12-rc1';

/** First Grove whose PodGangs have an epoch in their names. Source: scheduling.md 0 item 3 (grove #777, #809). */
const FIRST_GROVE_WITH_EPOCHS = 'v0.1.0-alpha.12';

/** First KAI whose pod-grouper knows DynamoGraphDeployment at every version. Source: scheduling.md 0 (KAI #1870). */
const FIRST_KAI_FOR_V1BETA1_GRAPHS = 'v0.17.0';

/** First KAI that honours `kai.scheduler/skip-podgrouper`. Source: scheduling.md 0 (design GREP-525), 1.3. */
const FIRST_KAI_WITH_SKIP_PODGROUPER = 'v0.15.0';

/** First Dynamo whose operator owns graphs as v1beta1. Source: scheduling.md 0 item 1. */
const FIRST_DYNAMO_WITH_V1BETA1 = '1.2.0';

/** First minor of Kubernetes that asks schedulers for the right resourceclaims/binding. Source: scheduling.md 1.3, V5. */
export const FIRST_MINOR_WITH_BINDING = 36;

/** Grove that a line of Dynamo needs at least. Source: scheduling.md 0 and V3; dynamo-1.5-1.6.md 1 and 5. */
const GROVE_FLOORS: readonly [dynamo: string, grove: string][] = [
  ['1.4', 'v0.1.0-alpha.12-rc1'],
  ['1.5', 'v0.1.0-alpha.13'],
  ['1.6', 'v0.1.0-alpha.14'],
];

/** Last Grove with the API ClusterTopology, which Dynamo 1.3 needs. Source: dynamo.md 3.6, scheduling.md 0. */
const FIRST_GROVE_WITHOUT_CLUSTER_TOPOLOGY = 'v0.1.0-alpha.9';

/** All conflicts of a set of versions, in the order of the rules. */
export function versionConflicts(versions: VersionSet): VersionConflict[] {
  return [kaiDoesNotGang, groveBackendNeedsNewerKai, groveFitsDynamo, stalenessPeriod, binderRights].flatMap((rule) => rule(versions) ?? []);
}

/** The versions of a release line as its pins install them. */
export function versionsOf(release: Release, kubernetes?: KubernetesVersion): VersionSet {
  return {
    dynamo: release.platformVersion,
    kai: release.pinOf('kai-scheduler').version,
    grove: release.pinOf('grove').version,
    kubernetesMinor: kubernetes?.minor,
    kaiStalenessGracePeriod: release.pinOf('kai-scheduler').settings?.['scheduler.args.default-staleness-grace-period'],
  };
}

/** Whether a Grove makes KAI's PodGroups itself. */
export function groveMakesKaiPodGroups(grove: string): boolean {
  return compareVersions(grove, LAST_GROVE_BEFORE_KAI_BACKEND) > 0;
}

/** Whether a Grove gives PodGroups the names of PodGangs without an epoch: two sets of one name have the same ones. Source: scheduling.md 0 items 2, 3, 5. */
export function groveNamesPodGroupsLikeSets(grove: string): boolean {
  return groveMakesKaiPodGroups(grove) && compareVersions(grove, FIRST_GROVE_WITH_EPOCHS) < 0;
}

/** VER-01 (scheduling.md V1): an older KAI schedules the pods of a graph one by one. */
export function kaiDoesNotGang({ dynamo, kai, grove, gangs = true }: VersionSet): VersionConflict | undefined {
  if (!dynamo || !kai || !grove || !gangs) return undefined;
  if (isAtLeast(kai, FIRST_KAI_FOR_V1BETA1_GRAPHS) || !isAtLeast(dynamo, FIRST_DYNAMO_WITH_V1BETA1)) return undefined;
  if (groveMakesKaiPodGroups(grove)) return undefined; // its pods skip the pod-grouper
  return {
    rule: 'VER-01',
    severity: 'error',
    message: `KAI ${kai} does not gang-schedule the graphs of Dynamo ${dynamo}: its pod-grouper knows them only at nvidia.com/v1alpha1. `
      + `Install KAI ${FIRST_KAI_FOR_V1BETA1_GRAPHS} or later on its own`,
  };
}

/** VER-02 (scheduling.md V2): a Grove that makes PodGroups itself races the pod-grouper of an older KAI. */
export function groveBackendNeedsNewerKai({ dynamo, kai, grove }: VersionSet): VersionConflict | undefined {
  if (!kai || !grove || !groveMakesKaiPodGroups(grove) || isAtLeast(kai, FIRST_KAI_FOR_V1BETA1_GRAPHS)) return undefined;
  if (!isAtLeast(kai, FIRST_KAI_WITH_SKIP_PODGROUPER)) {
    return {
      rule: 'VER-02',
      severity: 'error',
      message: `Grove ${grove} makes KAI's PodGroups itself, and KAI ${kai} overwrites them: it does not know kai.scheduler/skip-podgrouper. Install KAI v0.17.0 or later`,
    };
  }
  if (dynamo && isAtLeast(dynamo, '1.5.0')) {
    return { rule: 'VER-02', severity: 'error', message: `Dynamo ${dynamo} needs KAI v0.17.0 or later beside Grove ${grove}; this is ${kai}` };
  }
  return {
    rule: 'VER-02', severity: 'warning', message: `Grove ${grove} was released for KAI v0.17.0; ${kai} is not known to be tested with it beyond NVIDIA AICR's recipes. Prefer KAI v0.17.0`,
  };
}

/** VER-03 (scheduling.md V3): Dynamo and Grove speak different APIs. */
export function groveFitsDynamo({ dynamo, grove }: VersionSet): VersionConflict | undefined {
  if (!dynamo || !grove || !isAtLeast(dynamo, '1.3.0')) return undefined;
  if (!isAtLeast(dynamo, '1.4.0')) {
    if (!isAtLeast(grove, FIRST_GROVE_WITHOUT_CLUSTER_TOPOLOGY)) return undefined;
    return { rule: 'VER-03', severity: 'error', message: `Dynamo ${dynamo} needs the kind ClusterTopology, which Grove ${grove} has renamed. Install Grove v0.1.0-alpha.8` };
  }
  const [, floor] = [...GROVE_FLOORS].reverse().find(([line]) => isAtLeast(dynamo, `${line}.0`))!;
  if (isAtLeast(grove, floor)) return undefined;
  return { rule: 'VER-03', severity: 'error', message: `Dynamo ${dynamo} needs Grove ${floor} or later; this is ${grove}. Update Grove and its CRDs first` };
}

/** VER-04 (scheduling.md V4): KAI evicts gangs that Grove is repairing. */
export function stalenessPeriod({ dynamo, kai, grove, kaiStalenessGracePeriod: period, bundled }: VersionSet): VersionConflict | undefined {
  if (!kai || !grove || !groveMakesKaiPodGroups(grove)) return undefined;
  const write = 'Set scheduler.args.default-staleness-grace-period of the KAI chart to "-1s"';
  if (period !== undefined && !isGoDuration(period)) {
    return { rule: 'VER-04', severity: 'error', message: `default-staleness-grace-period "${period}" is no Go duration, so KAI's scheduler exits at start. ${write}` };
  }
  if (period?.startsWith('-') && /[1-9]/.test(period)) return undefined;
  const refused = bundled === true && dynamo !== undefined && isAtLeast(dynamo, '1.5.0');
  const what = period === undefined ? 'left at its default of 60s' : `"${period}"`;
  return {
    rule: 'VER-04',
    severity: refused ? 'error' : 'warning',
    message: refused
      ? `dynamo-platform ${dynamo} does not install Grove and KAI together with default-staleness-grace-period ${what}. Set kai-scheduler.scheduler.args.default-staleness-grace-period to "-1s"`
      : `default-staleness-grace-period is ${what}: KAI may evict gangs that Grove ${grove} is repairing. ${write}`,
  };
}

/** VER-05 (scheduling.md V5): the binder may not write claims on Kubernetes 1.36. Fixed in v0.12.19, v0.14.1 and all of v0.15; in no v0.13. */
export function binderRights({ kai, kubernetesMinor, resourceClaims = true }: VersionSet): VersionConflict | undefined {
  if (!kai || kubernetesMinor === undefined || kubernetesMinor < FIRST_MINOR_WITH_BINDING || !resourceClaims) return undefined;
  const fixed = isAtLeast(kai, 'v0.14.1') || (isAtLeast(kai, 'v0.12.19') && !isAtLeast(kai, 'v0.13.0-0'));
  if (fixed) return undefined;
  return {
    rule: 'VER-05',
    severity: 'error',
    message: `KAI ${kai} may not write resourceclaims/binding, which Kubernetes 1.${kubernetesMinor} asks of a scheduler that allocates claims. Install KAI v0.17.0`,
  };
}

/** Whether a text is a duration that Go's `time.ParseDuration` reads. */
export function isGoDuration(text: string): boolean {
  return /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(text);
}
