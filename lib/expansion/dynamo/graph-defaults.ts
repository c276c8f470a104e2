import { Component, mainOf } from './component';
import { Graph, KvTransferPolicy, kvTransferOf } from './graph';
import { ContainerDraft, EnvVar, PodTemplateDraft, Volume, mergedEnv } from './pod-draft';
import { MAIN_CONTAINER, topologyLabelKey } from '../../facts/dynamo-components';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import { list, text, valueAt } from '../../manifests/manifest-object';
import type { ManifestSet } from '../../manifests/manifest-set';

/** Annotations of a graph that its components inherit. Source: dynamo.md 3.1. */
const INHERITED = [
  ANNOTATION_KEYS.enableMetrics, ANNOTATION_KEYS.discoveryBackend, ANNOTATION_KEYS.kubeDiscoveryMode, ANNOTATION_KEYS.operatorOriginVersion,
  ANNOTATION_KEYS.vllmDistributedExecutor,
];

/** The two ways in which pods are told whose labels say where they are. */
export const TOPOLOGY_KEYS: readonly string[] = [ANNOTATION_KEYS.topologyLabelKey, ANNOTATION_KEYS.topologyBindingName];

const TOPOLOGY_VOLUME = 'topology-labels';
const TOPOLOGY_PATH = '/etc/dynamo/topology';

/** Variables of the policy: an author's own are dropped. */
const TOPOLOGY_VARIABLES = new Set([
  'DYN_KV_TRANSFER_DOMAIN', 'DYN_KV_TRANSFER_ENFORCEMENT', 'DYN_KV_TRANSFER_PREFERRED_WEIGHT', 'DYN_TOPOLOGY_ENABLED', 'DYN_TOPOLOGY_MOUNT_PATH',
]);

/** A component's annotations with those that it inherits; its own win. */
export function withInherited(annotations: { readonly [key: string]: string }, graph: Graph): { [key: string]: string } {
  const inherited = INHERITED.filter((key) => graph.annotations[key] !== undefined).map((key) => [key, graph.annotations[key]]);
  return { ...Object.fromEntries(inherited), ...annotations };
}

/**
 * A component with what its graph adds to its template: variables, the policy of KV transfers, labels and annotations of lowest priority.
 *
 * @param domains levels of the topology that the policy names, from the widest
 */
export function withGraphDefaults(component: Component, graph: Graph, domains: readonly string[]): Component {
  const policy = kvTransferOf(graph, component);
  const { labels, annotations, spec } = component.template;
  const template: PodTemplateDraft = {
    labels: { ...graph.childLabels, ...labels },
    annotations: { ...graph.childAnnotations, ...withInherited(annotations, graph) },
    spec,
  };
  if (graph.env.length === 0 && !policy) return { ...component, template };
  const own = mainOf(component);
  const env = graph.env.length > 0 ? mergedEnv(graph.env, own?.env) : own?.env;
  const main: ContainerDraft = { ...own ?? { name: MAIN_CONTAINER, resources: {} }, ...env && { env } };
  const changed = policy ? withPolicy(main, policy) : main;
  const containers = own ? spec.containers.map((container) => (container === own ? changed : container)) : [changed, ...spec.containers];
  const volumes = policy ? [...(spec.volumes ?? []).filter(({ name }) => name !== TOPOLOGY_VOLUME), topologyVolume(policy, domains)] : spec.volumes;
  return { ...component, template: { ...template, spec: { ...spec, containers, ...volumes && { volumes } } } };
}

function withPolicy(main: ContainerDraft, policy: KvTransferPolicy): ContainerDraft {
  const mounts = (main.volumeMounts ?? []).filter((mount) => mount.name !== TOPOLOGY_VOLUME && mount.mountPath !== TOPOLOGY_PATH);
  return {
    ...main,
    env: mergedEnv((main.env ?? []).filter(({ name }) => !TOPOLOGY_VARIABLES.has(name)), policyEnv(policy)),
    volumeMounts: [...mounts, { name: TOPOLOGY_VOLUME, mountPath: TOPOLOGY_PATH, readOnly: true }],
  };
}

/** Annotations by which pods of a component get the topology labels of their node. */
export function topologyAnnotations(policy: KvTransferPolicy | undefined): { [key: string]: string } {
  return {
    ...policy?.labelKey !== undefined && { [ANNOTATION_KEYS.topologyLabelKey]: policy.labelKey },
    ...policy?.clusterTopologyName !== undefined && { [ANNOTATION_KEYS.topologyBindingName]: policy.clusterTopologyName },
  };
}

/** Levels of the topology that a graph's policy names; only the policy's own domain where the binding is not in the set. */
export function topologyDomains(graph: Graph, manifests: ManifestSet): readonly string[] {
  const policy = graph.kvTransfer;
  if (policy?.clusterTopologyName === undefined) return [];
  const binding = manifests.find('grove.io', 'ClusterTopologyBinding', policy.clusterTopologyName);
  if (!binding) return [policy.domain];
  return list(binding.get('spec', 'levels')).map((level) => text(valueAt(level, ['domain'])) ?? '');
}

function policyEnv({ domain, enforcement, preferredWeight }: KvTransferPolicy): EnvVar[] {
  return [
    { name: 'DYN_KV_TRANSFER_DOMAIN', value: domain },
    { name: 'DYN_KV_TRANSFER_ENFORCEMENT', value: enforcement },
    { name: 'DYN_TOPOLOGY_ENABLED', value: 'true' },
    { name: 'DYN_TOPOLOGY_MOUNT_PATH', value: TOPOLOGY_PATH },
    ...preferredWeight === undefined ? [] : [{ name: 'DYN_KV_TRANSFER_PREFERRED_WEIGHT', value: String(preferredWeight) }],
  ];
}

function topologyVolume({ labelKey, domain }: KvTransferPolicy, domains: readonly string[]): Volume {
  const item = (path: string, label: string) => ({ path, fieldRef: { fieldPath: `metadata.labels['${label}']` } });
  const items = labelKey !== undefined ? [item(domain, labelKey)] : domains.map((each) => item(each, topologyLabelKey(each)));
  return { name: TOPOLOGY_VOLUME, downwardAPI: items.length > 0 ? { items } : {} };
}
