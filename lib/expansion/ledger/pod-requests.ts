import { Amounts, amountOf, sumOf } from './resources';
import { list, record } from '../../manifests/manifest-object';

/**
 * What a scheduler reserves for a pod, beside its claims: the containers together, or an init container if that is more, and the overhead.
 *
 * A limit without a request is the request, as the API server fills it in. Init containers that stay (`restartPolicy: Always`) count with the containers.
 * Requests of the whole pod (`spec.resources`) replace those of its containers. Source: kubernetes/component-helpers resource.PodRequests.
 */
export function podRequests(spec: { readonly [key: string]: unknown }): Amounts {
  const containers = sumOf(list(spec.containers).map((container) => requestsOf(container)));
  let staying: Amounts = {};
  let starting: Amounts = {};
  for (const container of list(spec.initContainers)) {
    const requests = requestsOf(container);
    if (record(container)?.restartPolicy === 'Always') {
      staying = sumOf([staying, requests]);
      starting = most(starting, staying);
    } else {
      starting = most(starting, sumOf([staying, requests]));
    }
  }
  const all = { ...most(sumOf([containers, staying]), starting), ...requestsOf(spec) };
  return sumOf([all, quantities(spec.overhead)]);
}

function requestsOf(container: unknown): Amounts {
  const resources = record(record(container)?.resources);
  return { ...quantities(resources?.limits), ...quantities(resources?.requests) };
}

function quantities(value: unknown): Amounts {
  return Object.fromEntries(Object.entries(record(value) ?? {})
    .map(([resource, quantity]): [string, number] => [resource, amountOf(resource, quantity) ?? 0])
    .filter(([, amount]) => amount > 0));
}

function most(a: Amounts, b: Amounts): Amounts {
  const larger = Object.entries(b).filter(([resource, amount]) => amount > (a[resource] ?? 0));
  return { ...a, ...Object.fromEntries(larger) };
}
