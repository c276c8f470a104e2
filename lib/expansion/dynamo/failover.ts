import { CONTROL_PATH } from './gpu-memory';
import { OperatorFailure } from './operator-failure';
import { ContainerDraft, PodSpecDraft } from './pod-draft';
import { JsonObject, isJsonObject } from '../../core/merge';
import { PORTS } from '../../facts/ports';

/** An engine and its shadow. Source: dynamo.md 3.7. */
const ENGINES = 2;

/** What the engines get anew. */
const REPLACED = new Set([
  'DYN_SYSTEM_USE_ENDPOINT_HEALTH_STATUS', 'DYN_SYSTEM_PORT', 'DYN_SYSTEM_ENABLED', 'DYN_HEALTH_CHECK_ENABLED', 'CONTAINER_NAME', 'DYN_FORWARDPASS_METRIC_PORT',
]);

const MASTER_PORT = '--master-port';
const MASTER_PORT_STEP = 100;

/**
 * Makes two engines of the container `main`, in the same pod. Source: dynamo.md 3.7, 8.5.
 *
 * @throws OperatorFailure where the backend is not vLLM
 */
export function addShadowEngine(spec: PodSpecDraft, nodes: number, backend: string): void {
  if (backend !== 'vllm') throw new OperatorFailure(`failover in a pod is only for vLLM, not ${backend}`);
  const [main, ...others] = spec.containers;
  spec.containers = [...Array.from({ length: ENGINES }, (_, id) => engine(main, id, nodes)), ...others];
}

function engine(main: ContainerDraft, id: number, nodes: number): ContainerDraft {
  const name = `engine-${id}`;
  const portName = `${PORTS.system.portName}-${id}`;
  const systemPort = PORTS.system.port + id;
  const variables: { readonly [name: string]: string } = {
    ENGINE_ID: String(id),
    CONTAINER_NAME: name,
    FAILOVER_LOCK_PATH: `${CONTROL_PATH}/failover.lock`,
    DYN_SYSTEM_STARTING_HEALTH_STATUS: 'notready',
    DYN_SYSTEM_PORT: String(systemPort),
    DYN_SYSTEM_ENABLED: 'true',
    DYN_FORWARDPASS_METRIC_PORT: String(PORTS.forwardPassMetrics.port + id),
    DYN_VLLM_GMS_SHADOW_MODE: 'true',
    VLLM_NIXL_SIDE_CHANNEL_PORT: String(PORTS.vllmNixlSideChannel.port + id),
    DYN_VLLM_KV_EVENT_PORT: String(PORTS.vllmKvEvents.port + id),
    ...nodes > 1 && { NNODES: String(nodes) },
  };
  return {
    ...main,
    ...id > 0 && apartFromFirst(main, id * MASTER_PORT_STEP),
    name,
    ports: [{ name: portName, containerPort: systemPort, protocol: 'TCP' }],
    env: [...(main.env ?? []).filter((each) => !REPLACED.has(each.name)), ...Object.entries(variables).map(([key, value]) => ({ name: key, value }))],
    ...probes(main, portName),
  };
}

function probes(main: ContainerDraft, port: string): Partial<ContainerDraft> {
  const moved: { [key: string]: JsonObject } = {};
  for (const key of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
    const probe = main[key];
    if (probe && isJsonObject(probe.httpGet)) moved[key] = { ...probe, httpGet: { ...probe.httpGet, port } };
  }
  return moved;
}

/** The shadow's rendezvous is on another port: the one that is written plus the offset, else the default plus the offset. */
function apartFromFirst(main: ContainerDraft, offset: number): Partial<ContainerDraft> {
  const command = main.command ?? [];
  const args = main.args ?? [];
  const flag = new RegExp(`${MASTER_PORT} (\\d+)`);
  const shifted = (word: string) => word.replace(flag, (_, port: string) => `${MASTER_PORT} ${Number(port) + offset}`);
  const at = args.indexOf(MASTER_PORT);
  if (at >= 0 && /^\d+$/.test(args[at + 1] ?? '')) return { args: args.map((arg, i) => (i === at + 1 ? String(Number(arg) + offset) : arg)) };
  const inArgs = args.findIndex((arg) => flag.test(arg));
  if (inArgs >= 0) return { args: args.map((arg, i) => (i === inArgs ? shifted(arg) : arg)) };
  const inCommand = command.findIndex((word) => flag.test(word));
  if (inCommand >= 0) return { command: command.map((word, i) => (i === inCommand ? shifted(word) : word)) };
  const named = at >= 0 || [...args, ...command].some((word) => word.includes(`${MASTER_PORT} `));
  return named ? {} : { args: [...args, MASTER_PORT, String(PORTS.multinodeMaster.port + offset)] };
}
