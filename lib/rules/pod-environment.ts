import type { PodContainer, PodTemplate } from '../manifests/pod-templates';
import { Place } from './deployment/place';

/** The environment of a pod's containers. */
export interface PodEnvironment {
  /** The place of the value of a variable; undefined where nobody writes the variable. */
  get(name: string): Place | undefined;
}

/**
 * The environment of a pod's containers; the serving container's own before that of others, and what Dynamo adds from the graph and the service last.
 * dynamo.md 2.2
 */
export function environmentOf({ object, specPath, containers }: PodTemplate): PodEnvironment {
  const lists: Place[] = [];
  const add = ({ container, path }: PodContainer) => lists.push(new Place(container, path).at('env'));
  for (const each of containers) if (each.main) add(each);
  for (const each of containers) if (!each.main && !each.init) add(each);
  if (object.group === 'nvidia.com') {
    const root = new Place(object.manifest);
    if (specPath[specPath.length - 1] === 'extraPodSpec') lists.push(root.at(...specPath.slice(0, -1), 'envs'));
    lists.push(root.at('spec', 'envs'), root.at('spec', 'env'));
  }
  return {
    get(name) {
      for (const list of lists) {
        const entry = list.named(name);
        if (entry) return entry.at('value');
      }
      return undefined;
    },
  };
}

/** Whether a container of the pod names something in its command line. */
export function runsWith({ containers }: PodTemplate, pattern: RegExp): boolean {
  return containers.some(({ container }) => pattern.test(JSON.stringify([container.command, container.args])));
}
