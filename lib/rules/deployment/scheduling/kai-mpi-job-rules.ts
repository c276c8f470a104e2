import { workloadsByKai } from './kai-workloads';
import { MPI_LAUNCHER_WAITS, mpiRolesCountedByKai } from '../../../facts/job-controllers';
import { found, RuleRow } from '../../rule-row';
import { Place } from '../place';

const FIXES: { readonly [role: string]: string } = { Launcher: 'write replicas: 1', Worker: 'write the number of workers' };

/** Rules about MPIJobs under KAI. */
export const KAI_MPI_JOB_RULES: readonly RuleRow[] = [
  {
    id: 'KAI-110',
    about: { kinds: ['kubeflow.org/MPIJob'] },
    title: 'MPIJobs under KAI say how many launchers and workers they have',
    evidence: 'kai-scheduler/KAI-Scheduler v0.17.0, pkg/podgrouper/podgrouper/plugins/kubeflow (mpi, distributed_common); kubeflow/mpi-operator v0.8.0 keeps its defaults to itself',
    * check(context) {
      for (const object of workloadsByKai(context, 'MPIJob')) {
        const spec = new Place(object.manifest).at('spec');
        const hasMinimum = spec.at('runPolicy', 'schedulingPolicy', 'minAvailable').present;
        for (const role of mpiRolesCountedByKai(hasMinimum, spec.at('launcherCreationPolicy').text === MPI_LAUNCHER_WAITS)) {
          const replicas = spec.at('mpiReplicaSpecs', role, 'replicas');
          if (replicas.present && replicas.number !== 0) continue;
          const what = replicas.present ? `${role} has 0 replicas` : `the replicas of ${role} are not written`;
          yield found(object, replicas, `${what}: KAI counts the pods by the manifest, so it makes no PodGroup and no pod runs`, FIXES[role]);
        }
      }
    },
  },
];
