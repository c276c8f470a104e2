import { invalid } from '../core/errors';

/** A slice of a GPU: compute slices and memory, as `nvidia-smi mig -lgip` lists them for the GPU. */
export class MigProfile {
  /**
   * @param name for example `1g.10gb` or `1g.10gb+me`
   * @throws when it is not written so
   */
  public static of(name: string): MigProfile {
    if (!/^[1-7]g\.[1-9]\d*gb(\+[a-z]+(\.[a-z]+)*)?$/.test(name)) {
      throw invalid({ path: 'MigProfile', value: `'${name}'`, reason: 'not <compute slices>g.<memory>gb', fix: "write it as nvidia-smi does, for example '1g.10gb'" });
    }
    return new MigProfile(name);
  }

  private constructor(
    /** For example `1g.10gb`. */
    public readonly name: string,
  ) {}
}
