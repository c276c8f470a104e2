import type { Size } from 'cdk8s';
import type { IPersistentVolumeClaim } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { objectName } from '../cluster/private/object-name';
import { requireSameCluster, requireSameNamespace } from '../cluster/private/same-home';
import { invalid } from '../core/errors';
import { dnsLabel, requireDnsSubdomain } from '../core/names';
import { KubePersistentVolumeClaim } from '../crds/kubernetes';
import { IWorkload, Model, ModelOptions, PodFragment } from '../workload';
import { addDownloadJob } from './private/download-job';

/** A volume with model weights that many pods read. */
export interface IModelCache extends IConstruct {
  /** Name of the PersistentVolumeClaim. */
  readonly claimName: string;

  /** Absolute path at which pods see the volume. */
  readonly mountPath: string;

  /**
   * Mounts the volume into every pod of a workload, and lets programs that load from Hugging Face look there first.
   *
   * @param workload what reads the weights
   */
  mountInto(workload: IWorkload): void;

  /**
   * A model whose weights lie in a folder of the volume.
   *
   * @param path folder, relative to the volume's root
   */
  model(path: string, options: ModelOptions): Model;
}

/** Options of a model cache, new or not. */
export interface ModelCacheOptions {
  /**
   * Absolute path at which pods see the volume.
   *
   * @default '/models'
   */
  readonly mountPath?: string;
}

/** Options of a new model cache. */
export interface ModelCacheProps extends ModelCacheOptions {
  /** Capacity: the weights and a tenth more. */
  readonly size: Size;

  /**
   * `metadata.name` of the claim.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;

  /**
   * Storage class; it must offer volumes that many nodes mount (ReadWriteMany).
   *
   * @default - the cluster's default class
   */
  readonly storageClassName?: string;

  /**
   * Model that a Job downloads into the cache, once.
   *
   * @default - nothing; somebody else fills the cache
   */
  readonly download?: Model;
}

/** A volume is named after its claim, so that two caches in one pod do not collide; volume names are DNS labels, claims may have dots. */
function volumeName(claim: string): string {
  return dnsLabel([claim.replace(/\./g, '-')]);
}

abstract class ModelCacheBase extends Construct implements IModelCache {
  public abstract readonly claimName: string;
  public readonly mountPath: string;

  constructor(scope: Construct, id: string, options: ModelCacheOptions) {
    super(scope, id);
    this.mountPath = options.mountPath ?? '/models';
    if (!/^(\/[^/]+)+$/.test(this.mountPath)) {
      throw invalid({ path: this.node.path, value: `mountPath: '${this.mountPath}'`, reason: 'not an absolute path below /', fix: "use a path such as '/models'" });
    }
  }

  public mountInto(workload: IWorkload): void {
    this.requireReachable(workload);
    const name = volumeName(this.claimName);
    workload.addToPods(new PodFragment({
      id: `model-cache/${this.claimName}`,
      hubCache: this.mountPath,
      volumes: [{ name, persistentVolumeClaim: { claimName: this.claimName } }],
      volumeMounts: [{ name, mountPath: this.mountPath }],
    }));
  }

  /** Refuses workloads whose pods could never mount the claim. */
  protected abstract requireReachable(workload: IWorkload): void;

  public model(path: string, options: ModelOptions): Model {
    if (path.startsWith('/') || path.split('/').includes('..') || path === '') {
      throw invalid({ path: this.node.path, value: `model('${path}')`, reason: 'not a folder below the root of the volume', fix: "give it relative to the root, for example 'my-model'" });
    }
    return Model.local(`${this.mountPath}/${path.replace(/\/+$/, '')}`, options);
  }
}

class ImportedModelCache extends ModelCacheBase {
  constructor(scope: Construct, id: string, public readonly claimName: string, options: ModelCacheOptions) {
    super(scope, id, options);
    requireDnsSubdomain(this.node.path, 'claimName', claimName);
  }

  protected requireReachable(workload: IWorkload): void {
    requireSameCluster(this, workload, 'model cache');
  }
}

/** A volume for model weights that all nodes mount, with a Job that fills it if asked. */
export class ModelCache extends ModelCacheBase {
  /**
   * A claim that somebody else created, in the namespace of the workloads that use it.
   *
   * @param claimName `metadata.name` of the PersistentVolumeClaim
   * @throws when no claim can have that name
   */
  public static fromClaimName(scope: Construct, id: string, claimName: string, options: ModelCacheOptions = {}): IModelCache {
    return new ImportedModelCache(scope, id, claimName, options);
  }

  /**
   * A claim of cdk8s-plus, in the namespace of the workloads that use it.
   *
   * @param claim the claim
   */
  public static fromClaim(scope: Construct, id: string, claim: IPersistentVolumeClaim, options: ModelCacheOptions = {}): IModelCache {
    return ModelCache.fromClaimName(scope, id, claim.name, options);
  }

  public readonly claimName: string;

  constructor(scope: Construct, id: string, props: ModelCacheProps) {
    super(scope, id, props);
    this.claimName = requireDnsSubdomain(this.node.path, 'name', props.name ?? objectName(this));
    new KubePersistentVolumeClaim(this, 'Resource', {
      metadata: { name: this.claimName },
      spec: {
        // Weights are read on several nodes at once (rule MC-01).
        accessModes: ['ReadWriteMany'],
        storageClassName: props.storageClassName,
        resources: { requests: { storage: props.size.asString() } },
      },
    });
    if (props.download) addDownloadJob(this, this.claimName, this.mountPath, props.download);
  }

  protected requireReachable(workload: IWorkload): void {
    requireSameNamespace(this, workload, 'model cache');
  }
}
