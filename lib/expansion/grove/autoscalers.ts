import { componentLabels, made } from './made';
import type { SetView } from './set-view';
import type { JsonObject } from '../../core/merge';
import { podCliqueName, scalingGroupName } from '../../facts/grove';
import type { Manifest } from '../../manifests/manifest';

/** The HorizontalPodAutoscalers of a replica of a set: cliques first, then groups. scheduling.md 9.1 */
export function autoscalersOf(set: SetView, replica: number): Manifest[] {
  const autoscaler = (kind: string, name: string, { minReplicas, maxReplicas, metrics }: JsonObject): Manifest => made(set, {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name, labels: componentLabels(set, 'autoscaler', name),
  }, {
    spec: {
      minReplicas,
      maxReplicas,
      ...metrics === undefined ? {} : { metrics },
      scaleTargetRef: { apiVersion: 'grove.io/v1alpha1', kind, name },
    },
  });
  return [
    ...set.cliques.flatMap(({ name, scaling }) => scaling
      ? autoscaler('PodClique', podCliqueName({ podCliqueSet: set.name, replica, clique: name }), scaling) : []),
    ...set.groups.flatMap(({ name, scaling }) => scaling
      ? autoscaler('PodCliqueScalingGroup', scalingGroupName(set.name, name, replica), scaling) : []),
  ];
}
