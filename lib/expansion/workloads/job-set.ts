import type { JsonObject } from '../../core/merge';
import { JOBSET_EXCLUSIVE_TOPOLOGY, JOBSET_LABELS, jobSetJobName } from '../../facts/job-controllers';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings, text } from '../../manifests/manifest-object';
import type { Expander } from '../expander';
import { nameOf } from '../names';
import { checkCount, count, defined, filled, indices } from '../values';

/**
 * The headless Service of a JobSet, and its Jobs with their place in the set. kubernetes-sigs/jobset v0.11.1
 *
 * Left out: labels and annotations that are hashes, UIDs or counts over the whole set.
 */
export const expandJobSet: Expander = (set) => {
  const name = nameOf(set);
  const spec = record(set.spec) ?? {};
  const network = record(spec.network) ?? {};
  const hostnames = network.enableDNSHostnames !== false;
  const subdomain = text(network.subdomain) ?? name;
  const service: Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: defined({ name: subdomain, namespace: set.metadata?.namespace }),
    spec: { clusterIP: 'None', publishNotReadyAddresses: network.publishNotReadyAddresses !== false, selector: { [JOBSET_LABELS.name]: name } },
  };
  const jobs = list(spec.replicatedJobs).flatMap((item) => {
    const replicated = record(item) ?? {};
    const role = text(replicated.name) ?? '';
    const replicas = count(replicated.replicas, 1, set, `replicas of replicated job ${role}`);
    const pods = record(record(replicated.template)?.spec)?.parallelism;
    checkCount(replicas * count(pods, 1, set, `parallelism of replicated job ${role}`), set, `pods of replicated job ${role}`);
    return indices(replicas).map((index) => {
      const labels = {
        [JOBSET_LABELS.name]: name,
        [JOBSET_LABELS.replicatedJob]: role,
        [JOBSET_LABELS.replicas]: String(replicas),
        [JOBSET_LABELS.jobIndex]: String(index),
      };
      return job(set, jobSetJobName(name, role, index), record(replicated.template) ?? {}, labels, {
        suspend: spec.suspend === true,
        subdomain: hostnames ? subdomain : undefined,
      });
    });
  });
  return [...hostnames ? [service] : [], ...jobs];
};

interface Place {
  readonly suspend: boolean;
  readonly subdomain?: string;
}

function job(set: Manifest, name: string, template: JsonObject, labels: { readonly [key: string]: string }, place: Place): Manifest {
  const exclusive = strings(record(set.metadata)?.annotations)[JOBSET_EXCLUSIVE_TOPOLOGY];
  const marked = (metadata: unknown): { labels: { [key: string]: string }; annotations?: { [key: string]: string } } => {
    const own = record(metadata) ?? {};
    const annotations = { ...exclusive === undefined ? {} : { [JOBSET_EXCLUSIVE_TOPOLOGY]: exclusive }, ...strings(own.annotations) };
    return { labels: { ...strings(own.labels), ...labels }, annotations: filled(annotations) };
  };
  const spec = record(template.spec) ?? {};
  const pod = record(spec.template) ?? {};
  const podSpec = record(pod.spec) ?? {};
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: defined({ name, namespace: set.metadata?.namespace, ...marked(template.metadata) }),
    spec: {
      ...spec,
      completionMode: spec.completionMode ?? 'Indexed',
      suspend: place.suspend,
      template: {
        ...pod,
        metadata: defined({ ...record(pod.metadata), ...marked(pod.metadata) }),
        spec: defined({ ...podSpec, restartPolicy: podSpec.restartPolicy ?? 'OnFailure', subdomain: place.subdomain ?? podSpec.subdomain }),
      },
    },
  };
}
