import type { ReleaseGap, ReleasePin } from './release-pin';

/** How the operator and the schedulers of a line behave where lines differ. Every field is a question of `Release`, documented there. */
export interface ReleaseBehaviour {
  readonly groveMakesKaiPodGroups: boolean;
  readonly podGangNamesPredictable: boolean;
  readonly stalenessGraceMustBeNegative: boolean;
  readonly storesV1Beta1: boolean;
  readonly hasDynamoCheckpoint: boolean;
  readonly componentTypeImmutable: boolean;
  readonly nodeCountImmutable: boolean;
  readonly minAvailableDeprecated: boolean;
  readonly workloadProviderFixed: boolean;
  readonly defaultsFollowRuntime: boolean;
  readonly kvbmDeprecated: boolean;
  readonly componentTypes: readonly string[];
  readonly multinodeTypes: readonly string[];
  readonly groveUpdateStrategies: readonly string[];
  readonly reservedInitContainer?: string;
}

/** Everything the library knows about one release line. */
export interface ReleaseFacts {
  /** Minor line, for example `1.4`. */
  readonly name: string;
  /** What to install. */
  readonly pins: readonly ReleasePin[];
  /** What the platform chart would install by itself. */
  readonly bundled: readonly ReleasePin[];
  readonly gaps: readonly ReleaseGap[];
  /** Component (a folder of the CRD sources) to the version of its compact schema. */
  readonly schemaVersions: { readonly [component: string]: string };
  /** Minors of the Kubernetes versions that all pinned operators are documented for. */
  readonly kubernetesMinors: readonly number[];
  /** Lowest minor that the platform chart installs on. */
  readonly minimumKubernetesMinor: number;
  /** Lowest major version of the GPU driver. */
  readonly minimumDriver: number;
  /** Names of the images that the line publishes under the registry of `images.ts`. */
  readonly images: readonly string[];
  readonly behaviour: ReleaseBehaviour;
}
