import { invalid } from '../core/errors';

/** How near to each other the pods of a gang are placed: names of levels, such as `rack`. */
export class TopologyPlacement {
  /**
   * All pods in one domain of the level, or none runs.
   *
   * @param domain name of the level: `rack`
   */
  public static required(domain: string): TopologyPlacement {
    return new TopologyPlacement(domain, undefined);
  }

  /**
   * In as few domains of the level as there is room in.
   *
   * @param domain name of the level: `rack`
   */
  public static preferred(domain: string): TopologyPlacement {
    return new TopologyPlacement(undefined, domain);
  }

  /**
   * All in one domain of a broad level, and in as few as there is room in of a narrow one.
   *
   * @param required name of the broad level: `block`
   * @param preferred name of the narrow level: `rack`
   */
  public static within(required: string, preferred: string): TopologyPlacement {
    if (required === preferred) {
      throw invalid({ path: 'TopologyPlacement', value: `within('${required}', '${preferred}')`, reason: 'what is required need not be preferred', fix: `write TopologyPlacement.required('${required}')` });
    }
    return new TopologyPlacement(required, preferred);
  }

  private constructor(
    /** Level of which one domain holds all pods; undefined where none is required. */
    public readonly requiredDomain: string | undefined,
    /** Level of which as few domains as possible hold them; undefined where none is preferred. */
    public readonly preferredDomain: string | undefined,
  ) {}
}
