import { KubernetesVersion } from './kubernetes-version';
import type { ReleaseFacts } from './release-facts';
import type { ReleaseGap, ReleasePin } from './release-pin';
import { invalid } from '../core/errors';
import { DYNAMO_1_4 } from './releases/dynamo-1-4';
import { DYNAMO_1_5 } from './releases/dynamo-1-5';
import { DYNAMO_1_6 } from './releases/dynamo-1-6';
import { isAtLeast, isVersion } from './version';

/**
 * A release line of the stack: versions of Dynamo, its engines and the operators below it that belong together, each with its reason.
 *
 * Where lines behave differently, code asks the release (`release.podGangNamesPredictable`); it never compares version strings.
 * What could not be established about a line stands in `gaps`.
 */
export class Release {
  /**
   * Dynamo 1.4: complete, checked against recordings of the real operators.
   * KAI v0.17.0 is installed on its own, since the KAI that the chart bundles (v0.13.4) does not gang-schedule its graphs.
   */
  public static readonly DYNAMO_1_4 = new Release(DYNAMO_1_4);

  /** Dynamo 1.5: its CRDs are derived from 1.4.0, see `gaps`. */
  public static readonly DYNAMO_1_5 = new Release(DYNAMO_1_5);

  /** Dynamo 1.6: its CRDs are derived from 1.4.0, see `gaps`. */
  public static readonly DYNAMO_1_6 = new Release(DYNAMO_1_6);

  /** Every release line that the library knows, oldest first. */
  public static all(): Release[] {
    return [Release.DYNAMO_1_4, Release.DYNAMO_1_5, Release.DYNAMO_1_6];
  }

  /**
   * The line of a Dynamo version: `1.4`, `1.5.1`, `v1.6.0`.
   *
   * @throws when the library does not know the line
   */
  public static of(version: string): Release {
    const line = /^v?(\d+\.\d+)(\.|[-+]|$)/.exec(version)?.[1];
    const found = Release.all().find((release) => release.name === line);
    if (found) return found;
    throw invalid({
      path: 'Release', value: `'${version}'`, reason: `the library knows the lines ${Release.all().map((release) => release.name).join(', ')} of Dynamo`, fix: 'choose one of them, for example Release.DYNAMO_1_4',
    });
  }

  /** Minor line of Dynamo, for example `1.4`. */
  public readonly name: string;

  /** What belongs together: one pin per component. */
  public readonly pins: ReleasePin[];

  /** What the chart `dynamo-platform` would bring along if told to install it. For development only, upstream says. */
  public readonly bundledPins: ReleasePin[];

  /** What could not be established about the line, and what the library does instead. */
  public readonly gaps: ReleaseGap[];

  /** Lowest Kubernetes version that the platform chart installs on. GPU claims and ComputeDomains need 1.34. */
  public readonly minimumKubernetes: KubernetesVersion;

  /** Kubernetes versions that the pinned operators are documented for, ComputeDomains included. Exceptions stand in `gaps`. */
  public readonly kubernetesVersions: KubernetesVersion[];

  /** Lowest major version of the GPU driver that the runtime images need. */
  public readonly minimumDriver: number;

  /** Names of the images that the line publishes, without registry and tag. */
  public readonly images: string[];

  private constructor(private readonly facts: ReleaseFacts) {
    this.name = facts.name;
    this.pins = [...facts.pins];
    this.bundledPins = [...facts.bundled];
    this.gaps = [...facts.gaps];
    this.minimumKubernetes = KubernetesVersion.of(`1.${facts.minimumKubernetesMinor}`);
    this.kubernetesVersions = facts.kubernetesMinors.map((minor) => KubernetesVersion.of(`1.${minor}`));
    this.minimumDriver = facts.minimumDriver;
    this.images = [...facts.images];
  }

  /** Version of the chart `dynamo-platform`, and so of the operator: schema and webhooks follow it. */
  public get platformVersion(): string {
    return this.pinOf('dynamo-platform').version;
  }

  /**
   * Tag of the runtime images. A fact of its own: a component with another tag, or with `runtimeVersionOverride`, runs another version
   * under the same operator, and some defaults follow that one (`workerLivenessFailureThreshold`, `eppConfigRequired`).
   */
  public get runtimeVersion(): string {
    return this.pinOf('dynamo-runtime').version;
  }

  /**
   * The pin of a component, for example `kai-scheduler`.
   *
   * @throws when the line has none
   */
  public pinOf(component: string): ReleasePin {
    const pin = this.findPin(component);
    if (pin) return pin;
    throw invalid({
      path: `Release ${this.name}`, value: `component '${component}'`, reason: 'the line has no pin for it', fix: `use one of ${this.pins.map((each) => each.component).sort().join(', ')}`,
    });
  }

  /** The pin of a component, or undefined where the line has none. */
  public findPin(component: string): ReleasePin | undefined {
    return this.pins.find((each) => each.component === component);
  }

  /**
   * Version of the schemas of a component (a folder of the CRD sources, for example `dynamo`, `grove`, `gaie`) on this line.
   * The schemas of the built-in kinds follow `KubernetesVersion.schemaVersion`.
   *
   * @returns undefined where the library has no schemas of the component
   */
  public schemaVersionOf(component: string): string | undefined {
    return this.facts.schemaVersions[component];
  }

  /** Components whose schemas have a version on this line, in alphabetical order. */
  public get schemaComponents(): string[] {
    return Object.keys(this.facts.schemaVersions).sort();
  }

  /** Whether the platform chart installs on a Kubernetes version. */
  public installsOn(kubernetes: KubernetesVersion): boolean {
    return kubernetes.isAtLeast(this.minimumKubernetes);
  }

  /**
   * Whether Grove makes KAI's PodGroups itself (Grove later than alpha.12-rc1). Then it refuses a PodCliqueSet without a queue, needs KAI 0.15,
   * and preemptibility and placement annotations on the set no longer take effect. Else KAI's pod-grouper reads the PodGang.
   */
  public get groveMakesKaiPodGroups(): boolean {
    return this.facts.behaviour.groveMakesKaiPodGroups;
  }

  /** Whether the names of PodGangs follow from the manifests. From Grove alpha.12 on they carry a time stamp: never write one. */
  public get podGangNamesPredictable(): boolean {
    return this.facts.behaviour.podGangNamesPredictable;
  }

  /** Whether KAI must be told never to evict stale gangs (`scheduler.args.default-staleness-grace-period: "-1s"`), because Grove repairs them. */
  public get stalenessGraceMustBeNegative(): boolean {
    return this.facts.behaviour.stalenessGraceMustBeNegative;
  }

  /** Whether graphs are stored as `nvidia.com/v1beta1`. Both versions are served on every line; v1alpha1 is deprecated on every line. */
  public get storesV1Beta1(): boolean {
    return this.facts.behaviour.storesV1Beta1;
  }

  /** Whether the kind DynamoCheckpoint exists. Later `checkpointRef` names a PodSnapshot of the Snapshot chart. */
  public get hasDynamoCheckpoint(): boolean {
    return this.facts.behaviour.hasDynamoCheckpoint;
  }

  /** Whether a component's `type` cannot change once set. */
  public get componentTypeImmutable(): boolean {
    return this.facts.behaviour.componentTypeImmutable;
  }

  /** Whether a component's `multinode.nodeCount` cannot change. */
  public get nodeCountImmutable(): boolean {
    return this.facts.behaviour.nodeCountImmutable;
  }

  /** Whether `minAvailable` gives way to a native minimum in `providerOverride`. */
  public get minAvailableDeprecated(): boolean {
    return this.facts.behaviour.minAvailableDeprecated;
  }

  /** Whether a graph stays with Grove or off it for life: changing `nvidia.com/enable-grove` later has no effect. */
  public get workloadProviderFixed(): boolean {
    return this.facts.behaviour.workloadProviderFixed;
  }

  /** Whether the KV Block Manager is deprecated in favour of the engines' own offloading. It ships on every line. */
  public get kvbmDeprecated(): boolean {
    return this.facts.behaviour.kvbmDeprecated;
  }

  /** Values of a component's `type`. There is no `encode`: encode workers are of type `worker`. */
  public get componentTypes(): string[] {
    return [...this.facts.behaviour.componentTypes];
  }

  /** Types of component that may span several nodes. */
  public get multinodeTypes(): string[] {
    return [...this.facts.behaviour.multinodeTypes];
  }

  /** Values of the annotation `nvidia.com/grove-update-strategy`; without it every line uses RollingRecreate. */
  public get groveUpdateStrategies(): string[] {
    return [...this.facts.behaviour.groveUpdateStrategies];
  }

  /** Name of the init container that switches a component to sidecar mode, so that no other may have it; undefined where none does. */
  public get reservedInitContainer(): string | undefined {
    return this.facts.behaviour.reservedInitContainer;
  }

  /**
   * Whether an endpoint picker of a runtime version needs `eppConfig`; where it does not, the operator refuses it.
   *
   * @param runtimeVersion `X.Y.Z`; default: that of the line
   */
  public eppConfigRequired(runtimeVersion?: string): boolean {
    return !this.facts.behaviour.defaultsFollowRuntime || !isAtLeast(this.runtime(runtimeVersion), '1.5.0');
  }

  /**
   * Failed liveness probes after which the operator's default lets a worker of a runtime version be restarted.
   * One restarts healthy workers of large models under load (ai-dynamo/dynamo #8113).
   *
   * @param runtimeVersion `X.Y.Z`; default: that of the line
   */
  public workerLivenessFailureThreshold(runtimeVersion?: string): number {
    return this.facts.behaviour.defaultsFollowRuntime && isAtLeast(this.runtime(runtimeVersion), '1.5.0') ? 3 : 1;
  }

  /**
   * Whether workers of a runtime version send themselves canary requests by default (`DYN_HEALTH_CHECK_ENABLED`).
   *
   * @param runtimeVersion `X.Y.Z`; default: that of the line
   */
  public canaryHealthChecks(runtimeVersion?: string): boolean {
    return this.facts.behaviour.defaultsFollowRuntime && isAtLeast(this.runtime(runtimeVersion), '1.4.0');
  }

  /** For example `Dynamo 1.4`. */
  public toString(): string {
    return `Dynamo ${this.name}`;
  }

  private runtime(version: string = this.runtimeVersion): string {
    if (isVersion(version)) return version;
    throw invalid({ path: `Release ${this.name}`, value: `runtimeVersion '${version}'`, reason: 'not of the form X.Y.Z', fix: `write it like '${this.runtimeVersion}'` });
  }
}
