import { addFlags, expandedArgs, flagNumber, hasFlagValue, quotedLine, runScript, words } from './command-line';
import { Engine, EnginePod, withoutProbes } from './engine';
import { gpusPerNode } from './gpu-resources';
import type { NodeGroup } from './node-group';
import { ContainerDraft, PodSpecDraft } from './pod-draft';
import { waitLeaderConfigMapName } from '../../facts/dynamo-names';
import { VLLM_FLAGS } from '../../facts/engine-flags';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import { PORTS } from '../../facts/ports';
import { isAtLeast, isVersion } from '../../facts/version';

/** Volume, place and file of the script that waits for a leader. Source: dynamo.md 3.2, 8.6. */
const WAIT_VOLUME = 'wait-leader-script';
const WAIT_PATH = '/scripts';
export const WAIT_SCRIPT = 'wait-for-leader.py';

/** Graphs of older operators keep Ray. Source: dynamo.md 3.5. */
const MULTIPROCESSING_SINCE = '1.0.0';

const EXECUTOR = '--distributed-executor-backend';
const DATA_PARALLEL_SIZE = VLLM_FLAGS.data.flag!;

/** vLLM: several ways to one engine over nodes. Source: dynamo.md 3.5, 8.6. */
export const VLLM_ENGINE: Engine = {
  changeContainer(container, pod) {
    const { component, role, group } = pod;
    if (component.gpuMemory?.betweenPods) loadFromWeightServer(container, component.failover?.betweenPods === true);
    if (group) {
      launch(container, pod, group);
      if (usesMultiprocessing(pod)) addVariable(container, 'VLLM_NIXL_SIDE_CHANNEL_HOST', { valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } });
      if (role === 'worker') withoutProbes(container);
    }
    const cache = component.compilationCache && compilationCachePath(component.compilationCache.mountPath);
    if (cache) addVariable(container, 'VLLM_CACHE_ROOT', { value: cache });
  },
  changePod(spec, { role, group, graph }) {
    const line = [...spec.containers[0].command ?? [], ...spec.containers[0].args ?? []];
    const waits = hasFlagValue(line, EXECUTOR, 'mp') || hasFlagValue(line.flatMap(words), EXECUTOR, 'mp');
    if (group && role === 'worker' && waits) waitForLeader(spec, group, waitLeaderConfigMapName(graph));
  },
};

/** Where vLLM keeps its cache. Source: dynamo.md 2.3. */
export function compilationCachePath(mountPath: string | undefined): string {
  return mountPath ?? '/root/.cache/vllm';
}

function loadFromWeightServer(container: ContainerDraft, failover: boolean): void {
  if (!hasFlagValue(container.args ?? [], '--load-format', 'gms')) addFlags(container, '--load-format gms', false, 'vllm');
  if (failover) addVariable(container, 'DYN_VLLM_GMS_SHADOW_MODE', { value: 'true' });
}

function addVariable(container: ContainerDraft, name: string, value: { readonly value?: string; readonly valueFrom?: unknown }): void {
  container.env = [...container.env ?? [], { name, ...value }];
}

function usesMultiprocessing({ annotations }: EnginePod): boolean {
  const chosen = annotations[ANNOTATION_KEYS.vllmDistributedExecutor]?.toLowerCase();
  if (chosen === 'mp' || chosen === 'ray') return chosen === 'mp';
  const origin = annotations[ANNOTATION_KEYS.operatorOriginVersion];
  return origin !== undefined && isVersion(origin) && isAtLeast(origin, MULTIPROCESSING_SINCE);
}

/** Only long flags with a space and a plain number count; GPUs of claims are not seen. */
function launch(container: ContainerDraft, pod: EnginePod, group: NodeGroup): void {
  const args = expandedArgs(container);
  const gpus = gpusPerNode(container.resources);
  const engine = flagNumber(args, VLLM_FLAGS.tensor.flag!) * flagNumber(args, VLLM_FLAGS.pipeline.flag!);
  if (gpus > 0 && engine > gpus) {
    if (usesMultiprocessing(pod)) joinByMultiprocessing(container, pod, group);
    else joinByRay(container, pod, group);
  } else if (args.includes('--enable-elastic-ep')) {
    joinElastically(container, pod, group);
  } else if (gpus > 0 && engine * flagNumber(args, DATA_PARALLEL_SIZE) > gpus) {
    joinByDataParallelism(container, pod, group, Math.trunc(gpus / engine));
  }
}

function joinByMultiprocessing(container: ContainerDraft, { role }: EnginePod, group: NodeGroup): void {
  const flags = `${EXECUTOR} mp --nnodes ${group.nodes} --master-addr ${group.leader} --master-port ${PORTS.multinodeMaster.port}`;
  const worker = role === 'worker';
  addFlags(container, `${flags} --node-rank ${worker ? `${group.rank} --headless` : '0'}`, worker && group.rankNeedsShell, 'vllm');
}

function joinByRay(container: ContainerDraft, { role }: EnginePod, { leader }: NodeGroup): void {
  const port = PORTS.multinodeRay.port;
  runScript(container, '/bin/sh', role === 'leader'
    ? `ray start --head --port=${port} && ${quotedLine(container.command)} ${quotedLine(container.args)} ${EXECUTOR} ray`
    : `ray start --address=${leader}:${port} --block`);
}

/** The worker waits until the leader serves, so that the leader's own ranks are placed first. */
function joinElastically(container: ContainerDraft, { role }: EnginePod, { leader }: NodeGroup): void {
  const port = PORTS.multinodeRay.port;
  const retry = (times: number, message: string) => `i=$((i+1)); [ "$i" -ge ${times} ] && { echo "ERROR: ${message}" >&2; exit 1; }; `;
  const head = [
    `ray start --head --port=${port} --block & i=0; `,
    `until python3 -c "import socket; s=socket.create_connection(('127.0.0.1',${port}),timeout=1); s.close()" 2>/dev/null; `,
    `do ${retry(150, 'Ray head did not start within 300s')}sleep 2; done && ${quotedLine(container.command)} ${quotedLine(container.args)}`,
  ];
  const member = [
    `i=0; until python3 -c "import urllib.request; urllib.request.urlopen('http://${leader}:${PORTS.system.port}/live', timeout=5)" 2>/dev/null; `,
    `do ${retry(720, 'leader /live did not become ready within 3h')}echo 'waiting for leader dynamo.vllm /live to return 200...'; sleep 15; done`,
    ` && ray start --address=${leader}:${port} --block`,
  ];
  runScript(container, '/bin/sh', (role === 'leader' ? head : member).join(''));
}

/** @param local engines on one node */
function joinByDataParallelism(container: ContainerDraft, { role }: EnginePod, { leader, nodes, rank }: NodeGroup, local: number): void {
  const worker = role === 'worker';
  const args = expandedArgs(container);
  const size = flagNumber(args, DATA_PARALLEL_SIZE);
  addFlags(container, [
    '--data-parallel-hybrid-lb',
    ...args.includes(DATA_PARALLEL_SIZE) ? [] : [DATA_PARALLEL_SIZE, size === 1 ? local * nodes : size],
    '--data-parallel-size-local', local,
    '--data-parallel-start-rank', worker ? `$(( ${local} * ${rank} ))` : '0',
    '--data-parallel-address', leader,
    '--data-parallel-rpc-port', PORTS.multinodeDataParallelRpc.port,
  ].join(' '), worker, 'vllm');
}

/** The shell, not Kubernetes, fills the address in: Grove's variables come after those of init containers. */
function waitForLeader(spec: PodSpecDraft, { leader }: NodeGroup, configMap: string): void {
  const { image } = spec.containers[0];
  const host = leader.replace(/\$\((\w+)\)/g, '$${$1}');
  spec.volumes = [...spec.volumes ?? [], { name: WAIT_VOLUME, configMap: { name: configMap } }];
  spec.initContainers = [...spec.initContainers ?? [], {
    name: 'wait-for-leader-mp',
    ...image !== undefined && { image },
    command: ['sh', '-c', `export LEADER_HOST="${host}" LEADER_PORT="${PORTS.multinodeMaster.port}" && exec python3 ${WAIT_PATH}/${WAIT_SCRIPT}`],
    volumeMounts: [{ name: WAIT_VOLUME, mountPath: WAIT_PATH, readOnly: true }],
    resources: {},
  }];
}
