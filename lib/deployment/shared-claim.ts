import { invalid } from '../core/errors';
import { isDnsLabel, requireDnsSubdomain } from '../core/names';
import type { DeviceClaim } from '../crds/kubernetes';

/** For whom one claim is made. */
export class ClaimScope {
  /** One claim for all replicas. */
  public static readonly ALL_REPLICAS = new ClaimScope('AllReplicas');
  /** A claim for each replica; for a role, for each of its pods. */
  public static readonly PER_REPLICA = new ClaimScope('PerReplica');

  private constructor(
    /** Value of `scope`. */
    public readonly name: string,
  ) {}
}

/**
 * Devices that pods of a PodCliqueSet share: Grove makes claims of a template and gives them to every container of the pods.
 * Needs `resource.k8s.io/v1`, so Kubernetes 1.34. Not for GPUs under KAI, see rule GRV-16; those are claimed for each pod by a `GpuClaimTemplate`.
 */
export class SharedClaim {
  /**
   * Of a template that the set holds.
   *
   * @param name of the template, a DNS label: it becomes part of the claims' names
   * @param devices what is asked for
   */
  public static of(name: string, devices: DeviceClaim): SharedClaim {
    if (!isDnsLabel(name)) {
      throw invalid({ path: 'SharedClaim', value: `name '${name}'`, reason: 'not a DNS label', fix: 'use lower-case letters, digits and inner hyphens' });
    }
    if (devices.requests === undefined || devices.requests.length === 0) {
      throw invalid({ path: `SharedClaim '${name}'`, value: 'no requests', reason: 'Grove refuses a template without one', fix: 'write devices: { requests: [{ name, exactly: { deviceClassName } }] }' });
    }
    return new SharedClaim(name, undefined, devices);
  }

  /**
   * Of a ResourceClaimTemplate that is its own object.
   *
   * @param name `metadata.name` of the template
   * @param namespace where it lies; left out for the namespace of the set
   * @throws when no template can have that name
   */
  public static fromTemplateName(name: string, namespace?: string): SharedClaim {
    return new SharedClaim(requireDnsSubdomain('SharedClaim', 'name', name), namespace, undefined);
  }

  private constructor(
    /** Name of the template. */
    public readonly name: string,
    /** Namespace of a template that is its own object; undefined for that of the set. */
    public readonly namespace: string | undefined,
    /** @internal */
    public readonly _devices: DeviceClaim | undefined,
  ) {}

  /**
   * Device classes that KAI takes for GPUs: those of the requests whose name says so. Alternatives are not looked at. Source: scheduling.md 1.3.
   *
   * @internal
   */
  public get _gpuClasses(): string[] {
    const classes = this._devices?.requests?.flatMap(({ exactly }) => exactly?.deviceClassName ?? []) ?? [];
    return classes.filter((name) => /gpu/i.test(name));
  }
}
