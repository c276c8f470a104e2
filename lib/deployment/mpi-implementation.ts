/** Which MPI the image of an MPIJob has: the operator writes the list of hosts and the launcher's variables for it. */
export class MpiImplementation {
  /** Open MPI. */
  public static readonly OPEN_MPI = new MpiImplementation('OpenMPI');
  /** Intel MPI. */
  public static readonly INTEL = new MpiImplementation('Intel');
  /** MPICH. */
  public static readonly MPICH = new MpiImplementation('MPICH');

  private constructor(
    /** Value of `spec.mpiImplementation`. */
    public readonly name: string,
  ) {}
}
