import type { SecretValue } from 'cdk8s-plus-28';
import { invalid } from '../core/errors';

/** Options of every model. */
export interface ModelOptions {
  /**
   * Name that clients send as `model`.
   *
   * @default - the model's id; a model that lies in a volume must have one
   */
  readonly servedName?: string;
}

/** Options of a model on Hugging Face. */
export interface HuggingFaceModelOptions extends ModelOptions {
  /**
   * Commit, tag or branch; pin a commit, so that two pods never load two versions.
   *
   * @default - what the hub calls `main` at the time
   */
  readonly revision?: string;

  /**
   * Access token, by reference: Secret and key.
   *
   * @default - none; the model is public
   */
  readonly token?: SecretValue;
}

/** A model: where its weights come from and what clients call it. */
export class Model {
  /**
   * A repository on Hugging Face.
   *
   * @param id `organisation/name`
   */
  public static huggingFace(id: string, options: HuggingFaceModelOptions = {}): Model {
    if (!/^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)?$/.test(id)) {
      throw invalid({ path: 'Model', value: `'${id}'`, reason: "not a Hugging Face id ('organisation/name')", fix: 'for weights in a volume use cache.model(path)' });
    }
    if (options.token !== undefined && !options.token?.secret?.name) {
      throw invalid({
        path: `Model '${id}'`,
        value: 'token',
        reason: 'not a reference to a Secret and a key (SEC-01)',
        fix: "give token: { secret: Secret.fromSecretName(chart, 'hub', 'my-secret'), key: 'HF_TOKEN' }",
      });
    }
    return new Model(id, options.servedName ?? id, id, undefined, options.revision, options.token);
  }

  /**
   * Weights that lie at an absolute path of the container; `ModelCache.model()` knows the path for you.
   *
   * @param path absolute path of the folder with the weights
   */
  public static local(path: string, options: ModelOptions): Model {
    if (!path.startsWith('/')) {
      throw invalid({ path: 'Model', value: `'${path}'`, reason: 'not an absolute path', fix: "begin it with '/', or use cache.model('relative/path')" });
    }
    if (!options.servedName) {
      throw invalid({
        path: 'Model', value: `'${path}' without servedName`, reason: 'clients would have to ask for a path of the container', fix: 'give servedName the name that clients use',
      });
    }
    return new Model(path, options.servedName, undefined, path);
  }

  private constructor(
    /** What the engine is told to load: hub id or absolute path. */
    public readonly source: string,
    /** Name that clients send as `model`. */
    public readonly servedName: string,
    /** Id on Hugging Face; undefined for weights in a volume. */
    public readonly hubId?: string,
    /** Absolute path in the container; undefined for a model of the hub. */
    public readonly path?: string,
    /** Pinned revision on the hub. */
    public readonly revision?: string,
    /** Access token of the hub. */
    public readonly token?: SecretValue,
  ) {}
}
