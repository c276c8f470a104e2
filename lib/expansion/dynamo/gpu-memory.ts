import type { Component, GpuMemory } from './component';
import { claimableGpus, removeGpus } from './gpu-resources';
import { ContainerDraft, PodSpecDraft, named } from './pod-draft';
import { JsonObject } from '../../core/merge';
import { cliqueNames, componentInNames, gmsClaimTemplateName } from '../../facts/dynamo-names';
import { RESOURCE_NAMES } from '../../facts/label-keys';

/** Claim of a pod whose containers share GPUs. Source: dynamo.md 3.7, 8.5. */
const SHARED_CLAIM = 'intrapod-shared-gpu';

/** Directory of the sockets in one pod. Source: dynamo.md 8.5. */
export const CONTROL_PATH = '/gms-intrapod-control';
const CONTROL_VOLUME = 'gms-intrapod-control';

/** Directory of the sockets of a rank, on the node. Source: dynamo.md 8.5. */
const SHARED_VOLUME = 'gms-shared';
const SHARED_HOST_PATH = '/run/gms';
const SHARED_PATH = '/run/gms/shared';

const SOCKET_DIR = 'GMS_SOCKET_DIR';
const SERVER = 'gpu_memory_service.cli.server';

/** Puts the GPUs of a pod into a claim that its engine and a weight server beside it share. Source: dynamo.md 8.5. */
export function shareInPod(spec: PodSpecDraft, graph: string, component: Component, gpuMemory: GpuMemory): void {
  const main = spec.containers[0];
  removeGpus(main.resources);
  tolerateGpuNodes(spec);
  const claim = { name: SHARED_CLAIM, resourceClaimTemplateName: gmsClaimTemplateName(graph, component.name) };
  spec.resourceClaims = [...(spec.resourceClaims ?? []).filter((each) => each.name !== SHARED_CLAIM), claim];
  connect(spec, main);
  if (!named(spec.initContainers, 'gms-server')) {
    spec.initContainers = [...spec.initContainers ?? [], {
      name: 'gms-server',
      ...imageOf(main),
      command: ['python3', '-m', SERVER],
      env: [{ name: SOCKET_DIR, value: CONTROL_PATH }],
      volumeMounts: [{ name: CONTROL_VOLUME, mountPath: CONTROL_PATH }],
      resources: { claims: [{ name: SHARED_CLAIM }] },
      restartPolicy: 'Always',
    }];
  }
  for (const name of gpuMemory.extraClientContainers) {
    const container = named(spec.containers, name);
    if (container) connect(spec, container);
  }
}

function connect(spec: PodSpecDraft, container: ContainerDraft): void {
  spec.volumes = replacedOrAdded(spec.volumes, { name: CONTROL_VOLUME, emptyDir: {} });
  container.volumeMounts = replacedOrAdded(container.volumeMounts, { name: CONTROL_VOLUME, mountPath: CONTROL_PATH });
  container.env = replacedOrAdded(container.env, { name: SOCKET_DIR, value: CONTROL_PATH });
  removeGpus(container.resources);
  container.resources.claims = replacedOrAdded(container.resources.claims as ({ readonly name: string })[] | undefined, { name: SHARED_CLAIM });
}

/** Makes an engine's pod a client of the weight server of its rank. Source: dynamo.md 8.5. */
export function useWeightServer(spec: PodSpecDraft, rank: number, failover: boolean): void {
  const main = spec.containers[0];
  main.env = [
    ...main.env ?? [],
    { name: 'ENGINE_ID', valueFrom: { fieldRef: { fieldPath: "metadata.labels['grove.io/podclique-pod-index']" } } },
    { name: SOCKET_DIR, value: SHARED_PATH },
    { name: 'FAILOVER_LOCK_PATH', value: `${SHARED_PATH}/failover.lock` },
    { name: 'DYN_SYSTEM_STARTING_HEALTH_STATUS', value: 'notready' },
  ].filter(({ name }) => name !== 'DYN_SYSTEM_USE_ENDPOINT_HEALTH_STATUS');
  shareOnNode(spec, rank);
  if (failover) spec.restartPolicy = 'Never';
}

/** Makes an engine's pod the weight server of a rank. Source: dynamo.md 8.5. */
export function becomeWeightServer(spec: PodSpecDraft, rank: number, gpus: number): void {
  const main = spec.containers[0];
  main.command = ['bash', '-c'];
  main.args = [serverScript()];
  main.startupProbe = {
    exec: { command: ['sh', '-c', `test $(ls ${SHARED_PATH}/gms_*.sock 2>/dev/null | wc -l) -ge ${2 * gpus}`] },
    periodSeconds: 2,
    timeoutSeconds: 2,
    failureThreshold: 150,
  };
  delete main.livenessProbe;
  delete main.readinessProbe;
  main.env = [...main.env ?? [], { name: SOCKET_DIR, value: SHARED_PATH }];
  shareOnNode(spec, rank);
}

/** Removes stale sockets, runs the server and ends with its exit code: recorded. */
function serverScript(): string {
  return [
    `rm -f ${SHARED_PATH}/gms_*.sock`,
    'rc=1',
    'cleanup() { kill -- -$$ 2>/dev/null; exit "$rc"; }',
    'trap cleanup SIGTERM SIGINT',
    `python3 -m ${SERVER} &`,
    'echo "Started GMS server pid=$!"',
    'wait -n',
    'rc=$?',
    'echo "GMS server exited (code=$rc), shutting down"',
    'cleanup',
  ].join('\n');
}

function shareOnNode(spec: PodSpecDraft, rank: number): void {
  const main = spec.containers[0];
  const mount = { name: SHARED_VOLUME, mountPath: SHARED_PATH, subPathExpr: `$(GROVE_PCSG_NAME)-$(GROVE_PCSG_INDEX)/rank-${rank}` };
  removeGpus(main.resources);
  tolerateGpuNodes(spec);
  spec.volumes = [...spec.volumes ?? [], { name: SHARED_VOLUME, hostPath: { path: SHARED_HOST_PATH, type: 'DirectoryOrCreate' } }];
  main.volumeMounts = [...main.volumeMounts ?? [], mount];
  spec.initContainers = [...spec.initContainers ?? [], {
    name: 'fix-gms-perms',
    ...imageOf(main),
    command: ['sh', '-c', `chmod 1777 ${SHARED_PATH}`],
    securityContext: { runAsUser: 0, runAsNonRoot: false },
    volumeMounts: [mount],
    resources: {},
  }];
}

/** Helpers run the image of the engine. */
function imageOf({ image }: ContainerDraft): { readonly image?: string } {
  return image === undefined ? {} : { image };
}

function tolerateGpuNodes(spec: PodSpecDraft): void {
  const tolerations = spec.tolerations ?? [];
  if (tolerations.some(({ key, effect }) => key === RESOURCE_NAMES.gpu && effect === 'NoSchedule')) return;
  spec.tolerations = [...tolerations, { key: RESOURCE_NAMES.gpu, operator: 'Exists', effect: 'NoSchedule' }];
}

/** Spec of the claims of a component: all GPUs of one pod. Source: dynamo.md 8.1, 8.2. */
export function gpuClaimSpec(request: string, gpus: number, deviceClassName: string): JsonObject {
  return { devices: { requests: [{ name: request, exactly: { deviceClassName, allocationMode: 'ExactCount', count: gpus } }] } };
}

/** Claims of the ranks of a component: templates in the set, and who shares them in the group. */
export interface RankClaims {
  readonly templates: readonly JsonObject[];
  readonly sharing: readonly JsonObject[];
}

/** Claims of a component with weight servers of their own, one for each rank. Source: dynamo.md 8.2. */
export function rankClaims(component: Component, gpuMemory: GpuMemory, gpus: number): RankClaims {
  const cliques = cliqueNames({ name: component.name, nodeCount: component.nodes, interPodGms: true });
  const ranks = Array.from({ length: component.nodes }, (_, rank) => rank);
  const name = (rank: number) => `${componentInNames(component.name).replace(/\./g, '-')}-gpu-rank-${rank}`;
  return {
    templates: ranks.map((rank) => ({ name: name(rank), templateSpec: { metadata: {}, spec: gpuClaimSpec('gpu', gpus, gpuMemory.deviceClass) } })),
    sharing: ranks.map((rank) => ({ name: name(rank), scope: 'PerReplica', filter: { childCliqueNames: cliques.slice(2 * rank, 2 * rank + 2) } })),
  };
}

/** GPUs that the claims of a component stand for. */
export function claimedGpus(main: ContainerDraft | undefined): number {
  return main ? claimableGpus(main.resources) : 0;
}

function replacedOrAdded<T extends { readonly name: string }>(items: readonly T[] | undefined, item: T): T[] {
  const found = items ?? [];
  return found.some(({ name }) => name === item.name) ? found.map((each) => (each.name === item.name ? item : each)) : [...found, item];
}

