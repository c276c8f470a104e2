import { podOfTemplate } from './pod';
import type { JsonObject } from '../../core/merge';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import {
  LWS_ANNOTATIONS, LWS_ENVIRONMENT, LWS_LABELS, LWS_LEADER_EXCLUDED, LWS_SUBDOMAIN_PER_REPLICA, lwsLeaderName, lwsSubgroupIndex, lwsWorkerName,
} from '../../facts/lws';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings, text } from '../../manifests/manifest-object';
import type { Expander } from '../expander';
import { nameOf } from '../names';
import { editContainers } from '../pod-spec';
import { checkCount, count, defined, indices, namespaceText } from '../values';

/**
 * Headless Services and pods of a LeaderWorkerSet, group by group, the leader first. kubernetes-sigs/lws v0.10.0
 *
 * Left out: the StatefulSets in between, labels that are hashes (`group-key`, `template-revision-hash`) and the affinities that LWS builds on them
 * for an exclusive topology; the annotation that asks for it is there.
 */
export const expandLeaderWorkerSet: Expander = (set) => {
  const name = nameOf(set);
  const spec = record(set.spec) ?? {};
  const group = record(spec.leaderWorkerTemplate) ?? {};
  const groups = indices(count(spec.replicas, 1, set, 'spec.replicas'));
  const size = count(group.size, 1, set, 'spec.leaderWorkerTemplate.size');
  checkCount(groups.length * size, set, 'pods in all');
  const workerTemplate = record(group.workerTemplate) ?? {};
  const perReplica = record(spec.networkConfig)?.subdomainPolicy === LWS_SUBDOMAIN_PER_REPLICA;
  const services = perReplica
    ? groups.map((index) => service(set, lwsLeaderName(name, index), { [LWS_LABELS.name]: name, [LWS_LABELS.groupIndex]: String(index) }))
    : [service(set, name, { [LWS_LABELS.name]: name })];

  const pod = (groupIndex: number, index: number): Manifest => {
    const leader = lwsLeaderName(name, groupIndex);
    const podName = index === 0 ? leader : lwsWorkerName(name, groupIndex, index);
    const subdomain = perReplica ? leader : name;
    const template = index === 0 ? record(group.leaderTemplate) ?? workerTemplate : workerTemplate;
    const values = [`${leader}.${subdomain}.${namespaceText(set.metadata?.namespace)}`, String(size), String(index)];
    return podOfTemplate({
      name: podName,
      owner: set,
      template: { ...template, spec: withVariables(record(template.spec) ?? {}, values) },
      labels: {
        [LWS_LABELS.name]: name,
        [LWS_LABELS.groupIndex]: String(groupIndex),
        [LWS_LABELS.workerIndex]: String(index),
        ...subgroupLabel(record(group.subGroupPolicy), size, index),
      },
      annotations: { ...groupAnnotations(set, group, size), ...index === 0 ? {} : { [LWS_ANNOTATIONS.leaderName]: leader } },
      spec: { hostname: podName, subdomain },
    });
  };
  return [...services, ...groups.flatMap((groupIndex) => indices(size).map((index) => pod(groupIndex, index)))];
};

/** Before the container's own, and instead of those of the same name. */
function withVariables(podSpec: JsonObject, values: readonly string[]): JsonObject {
  return editContainers(podSpec, (container) => ({
    ...container,
    env: [
      ...LWS_ENVIRONMENT.map((name, i) => ({ name, value: values[i] })),
      ...list(container.env).filter((variable) => !LWS_ENVIRONMENT.includes(text(record(variable)?.name) ?? '')),
    ],
  }));
}

/** A leader that is left out of the subgroups has none. */
function subgroupLabel(policy: JsonObject | undefined, size: number, index: number): { [key: string]: string } {
  const subgroupSize = policy?.subGroupSize;
  if (typeof subgroupSize !== 'number' || subgroupSize < 1 || (index === 0 && policy?.subGroupPolicyType === LWS_LEADER_EXCLUDED)) return {};
  return { [LWS_LABELS.subgroupIndex]: String(lwsSubgroupIndex(size, subgroupSize, index)) };
}

function groupAnnotations(set: Manifest, group: JsonObject, size: number): { [key: string]: string } {
  const written = strings(record(set.metadata)?.annotations);
  const subgroup = record(group.subGroupPolicy);
  const copied = [ANNOTATION_KEYS.lwsExclusiveTopology, ...subgroup ? [LWS_ANNOTATIONS.subgroupExclusiveTopology] : []];
  return {
    [LWS_ANNOTATIONS.size]: String(size),
    ...Object.fromEntries(copied.filter((key) => written[key]).map((key) => [key, written[key]])),
    ...subgroup ? {
      [LWS_ANNOTATIONS.subgroupSize]: String(subgroup.subGroupSize),
      [LWS_ANNOTATIONS.subgroupPolicyType]: text(subgroup.subGroupPolicyType) ?? 'LeaderWorker',
    } : {},
  };
}

function service(set: Manifest, name: string, selector: { readonly [key: string]: string }): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: defined({ name, namespace: set.metadata?.namespace, labels: { [LWS_LABELS.name]: nameOf(set) } }),
    spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector },
  };
}
