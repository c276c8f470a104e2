import type { PodTemplate } from '../manifests/pod-templates';
import { Place } from './deployment/place';

/**
 * The environment of a pod's containers by name, each with the place of its value; the serving container's own before that of others, and what Dynamo adds
 * from the graph and the service last. dynamo.md 2.2
 */
export function environmentOf({ object, specPath, containers }: PodTemplate): Map<string, Place> {
  const root = new Place(object.manifest);
  const main = containers.filter((each) => each.main);
  const lists = [...main, ...containers.filter((each) => !each.main && !each.init)].map(({ path }) => root.at(...path, 'env'));
  if (object.group === 'nvidia.com') {
    if (specPath[specPath.length - 1] === 'extraPodSpec') lists.push(root.at(...specPath.slice(0, -1), 'envs'));
    lists.push(root.at('spec', 'envs'), root.at('spec', 'env'));
  }
  const found = new Map<string, Place>();
  for (const entry of lists.flatMap(({ items }) => items)) {
    const name = entry.at('name').text;
    if (!found.has(name)) found.set(name, entry.at('value'));
  }
  return found;
}

/** Whether a container of the pod names something in its command line. */
export function runsWith({ containers }: PodTemplate, pattern: RegExp): boolean {
  return containers.some(({ container }) => pattern.test(JSON.stringify([container.command, container.args])));
}
