import { MPI_LAUNCHER_WAITS } from '../facts/job-controllers';

/** When the launcher of an MPIJob is made. */
export class MpiLauncherStart {
  /** With the workers; `mpirun` then waits for those that still pull their image, and may give up. */
  public static readonly AT_ONCE = new MpiLauncherStart('AtStartup');
  /** When all workers are ready. */
  public static readonly WORKERS_READY = new MpiLauncherStart(MPI_LAUNCHER_WAITS);

  private constructor(
    /** Value of `spec.launcherCreationPolicy`. */
    public readonly name: string,
  ) {}
}
