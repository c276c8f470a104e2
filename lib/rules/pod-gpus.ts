import { RESOURCE_NAMES } from '../facts/label-keys';
import type { PodTemplate } from '../manifests/pod-templates';
import { Place } from './deployment/place';

/** Names of MIG slices as extended resources start so. Source: infrastructure.md DRA-19. */
const MIG_RESOURCE = 'nvidia.com/mig-';

/** GPUs that a container, or a service of Dynamo v1alpha1, gets from the device plugin. */
export interface ScalarGpus {
  readonly place: Place;
  readonly count: number;
}

/** Where a pod asks the device plugin for GPUs or MIG slices; entries of 0 are left out. */
export function scalarGpusOf(template: PodTemplate): ScalarGpus[] {
  const found = template.containers.flatMap(({ container, path }) => {
    const resources = new Place(container, path).at('resources');
    if (!resources.present) return [];
    const names = [...resources.at('limits').entries, ...resources.at('requests').entries].map(([name]) => name);
    return [...new Set(names)].filter((name) => name === RESOURCE_NAMES.gpu || name.startsWith(MIG_RESOURCE)).map((name) => {
      const limit = resources.at('limits', name);
      return limit.present ? limit : resources.at('requests', name);
    });
  });
  const { specPath } = template;
  if (specPath[specPath.length - 1] === 'extraPodSpec') {
    // Dynamo v1alpha1 counts a service's GPUs beside its pod spec. dynamo.md 2.2
    const resources = new Place(template.object.manifest).at(...specPath.slice(0, -1), 'resources');
    found.push(resources.at('limits', 'gpu').present ? resources.at('limits', 'gpu') : resources.at('requests', 'gpu'));
  }
  return found.map((place) => ({ place, count: Number(place.value) || 0 })).filter(({ count }) => count > 0);
}

// A dozen rules ask it of every template.
const counted = new WeakMap<PodTemplate, number>();

/** GPUs that a pod gets from the device plugin. */
export function gpusOf(template: PodTemplate): number {
  let gpus = counted.get(template);
  if (gpus === undefined) counted.set(template, gpus = scalarGpusOf(template).reduce((sum, { count }) => sum + count, 0));
  return gpus;
}
