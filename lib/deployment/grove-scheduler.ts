import { KAI_SCHEDULER } from '../facts/kai';

/** Which scheduler places the pods of a PodCliqueSet; all its cliques have the same. */
export class GroveScheduler {
  /** KAI: gangs, queues, topology. Written on every clique, because Grove's chart sets no default profile and an empty name means no gangs (rule GRV-01). */
  public static readonly KAI = new GroveScheduler(KAI_SCHEDULER);
  /** Volcano. Without topology, which Grove refuses there. */
  public static readonly VOLCANO = new GroveScheduler('volcano');
  /** Nothing is written: the profile that Grove was installed with as its default, `default-scheduler` where it was with none. */
  public static readonly OPERATOR_DEFAULT = new GroveScheduler(undefined);

  private constructor(
    /** `schedulerName` of the pods; undefined where none is written. */
    public readonly schedulerName: string | undefined,
  ) {}
}
