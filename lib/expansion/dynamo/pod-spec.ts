import { Component, mainOf } from './component';
import { DefaultsContext, baseContainer, basePodSpec, sidecarContext } from './defaults';
import type { Engine, EnginePod } from './engine';
import { addShadowEngine } from './failover';
import { shareInPod } from './gpu-memory';
import { findsByKubernetes, discoveryBackend } from './graph';
import type { NodeGroup, Role } from './node-group';
import { OperatorFailure } from './operator-failure';
import { ContainerDraft, PodSpecDraft, VolumeMount, mergedEnv, named, set } from './pod-draft';
import { SGLANG_ENGINE } from './sglang-engine';
import { TRTLLM_ENGINE } from './trtllm-engine';
import { VLLM_ENGINE } from './vllm-engine';
import { addCompilationCache, addSharedMemory, mountCompilationCache, orderedVolumes } from './volumes';
import { JsonObject, mergeJson } from '../../core/merge';
import { MAIN_CONTAINER } from '../../facts/dynamo-components';
import { discoveryServiceAccountName } from '../../facts/dynamo-names';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import type { Release } from '../../facts/release';
import { runtimeVersionOf } from '../../facts/runtime-version';
import { text } from '../../manifests/manifest-object';

/** What a pod is made of. */
export interface PodInput {
  /** The component, with what its graph adds to the template. */
  readonly component: Component;
  readonly graph: string;
  readonly namespace: string;
  readonly runtimeNamespace: string;
  readonly backend: string;
  readonly role: Role;
  /** Nodes of its replica; undefined on a single node. */
  readonly group?: NodeGroup;
  /** Generation of workers, off Grove. */
  readonly workerHash?: string;
  /** Type that pods are made for, where it is not the component's own. */
  readonly type?: string;
  /** Release line of the operator; undefined as 1.4. */
  readonly release?: Release;
}

/** Group of files of pods whose template says nothing about security. Source: dynamo.md 3.3. */
const FILE_SYSTEM_GROUP = 1000;

const ENGINES: { readonly [backend: string]: Engine | undefined } = { vllm: VLLM_ENGINE, sglang: SGLANG_ENGINE, trtllm: TRTLLM_ENGINE };

/**
 * The pod spec of a component: the defaults of its type, the author's template over them, and what backend and features add.
 * Source: dynamo.md 3.3, 8.4, 8.5; every order is recorded.
 *
 * @throws OperatorFailure where the operator makes no pod of it
 */
export function podSpec(input: PodInput): PodSpecDraft {
  const { component, backend } = input;
  const context = defaultsContext(input);
  const pod: EnginePod = { component, role: input.role, group: input.group, graph: input.graph, annotations: component.template.annotations };
  const main = mergedMain(baseContainer(context), mainOf(component));
  mountCompilationCache(main, component, backend);
  requireMountNames(main);
  main.env = mergedEnv(main.env);
  const mounts = main.volumeMounts ?? [];
  ENGINES[backend]?.changeContainer(main, pod);

  const spec = mergedSpec(basePodSpec(context), component.template.spec);
  if (findsByKubernetes(component.template.annotations)) spec.serviceAccountName ??= discoveryServiceAccountName(input.graph);
  addCompilationCache(spec, component);
  addSharedMemory(spec, main, component.sharedMemorySize);
  spec.containers = [main, ...component.template.spec.containers.filter(({ name }) => name !== MAIN_CONTAINER).map(copy)];
  if (component.frontendSidecar !== undefined) fillSidecar(spec, component.frontendSidecar, context, mounts);
  ENGINES[backend]?.changePod(spec, pod);
  spec.volumes = orderedVolumes(spec.volumes, main.volumeMounts);

  if (component.gpuMemory && !component.gpuMemory.betweenPods) shareInPod(spec, input.graph, component, component.gpuMemory);
  if (component.failover && !component.failover.betweenPods) addShadowEngine(spec, component.nodes, backend);
  return spec;
}

function defaultsContext({ component, graph, namespace, runtimeNamespace, workerHash, type, release }: PodInput): DefaultsContext {
  const { annotations } = component.template;
  return {
    type: type ?? component.type,
    graph,
    namespace,
    runtimeNamespace,
    discovery: discoveryBackend(annotations),
    discoversContainers: annotations[ANNOTATION_KEYS.kubeDiscoveryMode] === 'container',
    eppConfig: component.eppConfig,
    workerHash,
    release,
    runtimeVersion: runtimeVersionOf(mainOf(component)?.image ?? '', text(component.data.runtimeVersionOverride)),
  };
}

/** The author's fields over the defaults: lists and probes as a whole, variables by name. */
function mergedMain(base: ContainerDraft, user: ContainerDraft | undefined): ContainerDraft {
  if (!user) return base;
  return { ...base, ...copy(user), name: MAIN_CONTAINER, env: mergedEnv(base.env, user.env) };
}

function mergedSpec(base: PodSpecDraft, user: PodSpecDraft): PodSpecDraft {
  const { terminationGracePeriodSeconds, ...rest } = user;
  const spec: PodSpecDraft = { ...base, ...rest, containers: [] };
  // A zero does not clear the default.
  if (terminationGracePeriodSeconds) spec.terminationGracePeriodSeconds = terminationGracePeriodSeconds;
  set(spec, 'initContainers', user.initContainers?.map(copy));
  if (user.securityContext === undefined) spec.securityContext = { fsGroup: FILE_SYSTEM_GROUP };
  return spec;
}

/** A copy whose resources can be changed. */
function copy(container: ContainerDraft): ContainerDraft {
  return { ...container, resources: { ...container.resources } };
}

function requireMountNames(main: ContainerDraft): void {
  for (const mount of main.volumeMounts ?? []) {
    if (mount.name === '' || !mount.mountPath) throw new OperatorFailure(`a volumeMount of ${MAIN_CONTAINER} lacks its name or path`);
  }
}

/** A frontend beside another component: the frontend's defaults, and the mounts of `main` that it has not. Source: dynamo.md 8.5. */
function fillSidecar(spec: PodSpecDraft, name: string, context: DefaultsContext, mounts: readonly VolumeMount[]): void {
  const at = spec.containers.findIndex((container) => container.name === name);
  if (at < 0) throw new OperatorFailure(`no container ${name} for the frontend`);
  const base = baseContainer(sidecarContext(context));
  const user = spec.containers[at];
  const own = user.volumeMounts ?? [];
  const sidecar: ContainerDraft = { ...base, ...user, env: mergedEnv(base.env, user.env) };
  for (const probe of ['livenessProbe', 'readinessProbe'] as const) set(sidecar, probe, mergedProbe(base[probe], user[probe]));
  const missing = mounts.filter((mount, i) => !named(own, mount.name) && named(mounts, mount.name) === mounts[i]);
  set(sidecar, 'volumeMounts', own.length + missing.length > 0 ? [...own, ...missing] : undefined);
  spec.containers = spec.containers.map((container, i) => (i === at ? sidecar : container));
}

function mergedProbe(base: JsonObject | undefined, user: JsonObject | undefined): JsonObject | undefined {
  return base && user ? mergeJson(base, user) : base ?? user;
}
