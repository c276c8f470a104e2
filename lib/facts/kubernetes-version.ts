import { invalid } from '../core/errors';

/** `resource.k8s.io` by minor. Source: infrastructure.md 2.2 (cdk8s-team/cdk8s kubernetes-schemas; k8s.io/api lifecycle). */
const RESOURCE_API: { readonly [minor: number]: readonly string[] } = {
  30: ['v1alpha2'],
  31: ['v1alpha3'],
  32: ['v1beta1', 'v1alpha3'],
  33: ['v1beta2', 'v1beta1', 'v1alpha3'],
  34: ['v1', 'v1beta2', 'v1beta1'],
  35: ['v1', 'v1beta2', 'v1beta1'],
  36: ['v1', 'v1beta2', 'v1beta1'],
  37: ['v1', 'v1beta2', 'v1beta1'],
};

/** Feature gates of dynamic resource allocation that are on by default, by the minor that turned them on. Source: infrastructure.md 2.3, newer.md 2. */
const ON_SINCE: { readonly [gate: string]: number } = {
  DynamicResourceAllocation: 34, // GA; locked on from 1.35
  DRAResourceClaimDeviceStatus: 33, // beta
  DRAPrioritizedList: 34, // firstAvailable
  DRAAdminAccess: 34, // adminAccess
  DRAPartitionableDevices: 36, // dynamic MIG
  DRADeviceTaints: 36, // tolerations of a request
  DRAConsumableCapacity: 36, // capacity, distinctAttribute
  DRAExtendedResource: 36, // extendedResourceName of a DeviceClass
  DRADeviceBindingConditions: 36,
  DRADeviceTaintRules: 37, // beta but off in 1.36
};

/** Gates that no minor up to 1.37 turns on. Source: infrastructure.md 2.3. */
const ALWAYS_OFF = ['DRAListTypeAttributes', 'DRANodeAllocatableResources', 'DRAWorkloadResourceClaims'];

/** Minor version of a cluster's API server. */
export class KubernetesVersion {
  /** Kubernetes 1.30: the lowest that dynamo-platform 1.4 to 1.6 installs on. */
  public static readonly V1_30 = new KubernetesVersion(30);
  /** Kubernetes 1.31. */
  public static readonly V1_31 = new KubernetesVersion(31);
  /** Kubernetes 1.32: the lowest for the NVIDIA DRA driver's chart. */
  public static readonly V1_32 = new KubernetesVersion(32);
  /** Kubernetes 1.33. */
  public static readonly V1_33 = new KubernetesVersion(33);
  /** Kubernetes 1.34: serves `resource.k8s.io/v1`, so the lowest for ComputeDomains and GPU claims. */
  public static readonly V1_34 = new KubernetesVersion(34);
  /** Kubernetes 1.35. */
  public static readonly V1_35 = new KubernetesVersion(35);
  /** Kubernetes 1.36. */
  public static readonly V1_36 = new KubernetesVersion(36);
  /** Kubernetes 1.37: refuses CRDs whose CEL rules exceed the cost budget. Its schemas could not be obtained; those of 1.36 stand in. */
  public static readonly V1_37 = new KubernetesVersion(37);

  /**
   * The version of a text as `kubectl version` prints it: `1.34`, `v1.34.2`, `1.34.1-gke.2030000`.
   *
   * @throws when the minor is not one the library has facts for
   */
  public static of(version: string): KubernetesVersion {
    const match = /^v?1\.(\d+)(\.|[-+]|$)/.exec(version);
    const found = match ? KubernetesVersion.all().find((known) => known.minor === Number(match[1])) : undefined;
    if (found) return found;
    const all = KubernetesVersion.all();
    throw invalid({
      path: 'KubernetesVersion', value: `'${version}'`, reason: `the library knows ${all[0].name} to ${all[all.length - 1].name}`, fix: "give one of them, for example KubernetesVersion.of('1.34')",
    });
  }

  /** Every version that the library has facts for, oldest first. */
  public static all(): KubernetesVersion[] {
    return [
      KubernetesVersion.V1_30, KubernetesVersion.V1_31, KubernetesVersion.V1_32, KubernetesVersion.V1_33,
      KubernetesVersion.V1_34, KubernetesVersion.V1_35, KubernetesVersion.V1_36, KubernetesVersion.V1_37,
    ];
  }

  /** For example `1.34`. */
  public readonly name: string;

  /**
   * Versions of `resource.k8s.io` that know ResourceClaim, newest first. Whether clusters from 1.34 on serve the betas
   * without being told was not established (infrastructure.md 2.2): use the first.
   */
  public readonly resourceApiVersions: string[];

  /**
   * Whether ResourceClaims work without turning anything on: `resource.k8s.io/v1` is served.
   * Before 1.34 the API group and the gate DynamicResourceAllocation have to be switched on.
   */
  public readonly servesResourceV1: boolean;

  /**
   * Version of the built-in kinds' schemas (`kubernetes` among the components) that is used for this minor: `1.34` or `1.36`. For a minor between or below
   * them the next one stands in, so that nothing is refused which the server takes; for 1.37 that of 1.36.
   */
  public readonly schemaVersion: string;

  private constructor(
    /** The number after `1.`. */
    public readonly minor: number,
  ) {
    this.name = `1.${minor}`;
    this.schemaVersion = minor <= 34 ? '1.34' : '1.36';
    this.resourceApiVersions = [...RESOURCE_API[minor]];
    this.servesResourceV1 = this.resourceApiVersions.includes('v1');
  }

  /** Whether this is the other version or a later one. */
  public isAtLeast(other: KubernetesVersion): boolean {
    return this.minor >= other.minor;
  }

  /**
   * Whether a feature gate of dynamic resource allocation is on by default, for example `DRAPrioritizedList` (which `firstAvailable` needs).
   *
   * @throws when the library does not know the gate
   */
  public enablesByDefault(gate: string): boolean {
    if (gate in ON_SINCE) return this.minor >= ON_SINCE[gate];
    if (ALWAYS_OFF.includes(gate)) return false;
    throw invalid({
      path: `KubernetesVersion ${this.name}`, value: `gate '${gate}'`, reason: 'the library has no facts about it', fix: `use one of ${[...Object.keys(ON_SINCE), ...ALWAYS_OFF].sort().join(', ')}`,
    });
  }

  public toString(): string {
    return this.name;
  }
}
