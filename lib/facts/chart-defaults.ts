import type { OperatorFacts } from './cluster-facts';

/**
 * How the charts of the release configure their operators where nobody says otherwise. Whether Grove is on is not here: the platform chart
 * writes false, and its own advice is to install Grove first and set it to true (dynamo.md 4).
 */
export const CHART_DEFAULTS: OperatorFacts = {
  groveSchedulers: ['default-scheduler', 'kai-scheduler'], // scheduling.md 3.9
  groveDefaultScheduler: 'default-scheduler', // scheduling.md 3.9
  topologyAwareScheduling: false, // scheduling.md 3.9
  autoMnnvl: false, // scheduling.md 3.9
  kaiGpuSharing: false, // scheduling.md 1.4
  checkpoints: false, // dynamo.md 4.2
  gpuDiscovery: true, // dynamo.md 4.2: a cluster-wide operator always discovers
};
