/** A port that something in or beside a worker's pod listens on. */
export interface PortFact {
  /** Number; of the first one where several follow. */
  readonly port: number;
  /** Who listens, and for what. */
  readonly owner: string;
  /** Name of the container port, where the operator declares one: probes and monitors refer to it. */
  readonly portName?: string;
  /** Environment variable that sets the number. */
  readonly env?: string;
  /** What is added for the nth of several, in words. */
  readonly plus?: string;
  /** Where it was read. */
  readonly source: string;
}

const table = <T extends Record<string, PortFact>>(ports: T): { readonly [name in keyof T]: PortFact } => ports;

/** Ports by what they are for. */
export const PORTS = table({
  frontendHttp: { port: 8000, owner: 'Dynamo frontend, OpenAI HTTP', portName: 'http', env: 'DYN_HTTP_PORT', source: 'dynamo.md 3.3' },
  system: { port: 9090, owner: 'Dynamo system server of workers and planner: health, metrics', portName: 'system', env: 'DYN_SYSTEM_PORT', plus: 'id of the failover engine', source: 'dynamo.md 3.3' },
  nixlTelemetry: { port: 19090, owner: 'NIXL telemetry, bound only where it is switched on', portName: 'nixl', env: 'NIXL_TELEMETRY_PROMETHEUS_PORT', plus: 'node-local rank with SGLang (dynamo #14625)', source: 'dynamo.md 3.3, newer.md 9' },
  nixlTelemetryDoca: { port: 9091, owner: 'NIXL telemetry over DOCA', env: 'NIXL_TELEMETRY_DOCA_PROMETHEUS_PORT', source: 'memory.md 1.4' },
  forwardPassMetrics: { port: 20380, owner: 'forward-pass metrics of every worker', env: 'DYN_FORWARDPASS_METRIC_PORT', plus: 'id of the failover engine', source: 'dynamo.md 3.3' },
  plannerMetrics: { port: 9085, owner: 'planner metrics', portName: 'metrics', env: 'PLANNER_PROMETHEUS_PORT', source: 'dynamo.md 3.3' },
  eppGrpc: { port: 9002, owner: 'endpoint picker', portName: 'grpc', source: 'dynamo.md 3.3' },
  eppHealth: { port: 9003, owner: 'health of the 1.4 endpoint picker', portName: 'grpc-health', source: 'dynamo.md 3.3' },
  eppMetrics: { port: 9090, owner: 'metrics of the 1.4 endpoint picker', portName: 'metrics', source: 'dynamo.md 3.3' },
  eppReplicaSync: { port: 9092, owner: 'replica sync of the Rust endpoint picker', env: 'DYN_EPP_REPLICA_SYNC_PORT', source: 'dynamo-1.5-1.6.md 3.4' },
  vllmNixlSideChannel: { port: 5600, owner: 'vLLM NIXL side channel', env: 'VLLM_NIXL_SIDE_CHANNEL_PORT', plus: 'engine in one network namespace', source: 'memory.md 1.3, 6' },
  vllmKvEvents: { port: 20080, owner: 'vLLM KV events, by convention', env: 'DYN_VLLM_KV_EVENT_PORT', plus: 'id of the failover engine', source: 'memory.md 6' },
  sglangKvEvents: { port: 5557, owner: 'SGLang KV events in published manifests', source: 'memory.md 6' },
  sglangBootstrap: { port: 30001, owner: 'SGLang disaggregation bootstrap, prefill side only (some recipes: 12345)', source: 'dynamo.md 3.12, memory.md 1.3' },
  multinodeMaster: { port: 29500, owner: 'rendezvous of multinode vLLM and SGLang, injected by the operator', source: 'dynamo.md 3.5' },
  multinodeDataParallelRpc: { port: 13445, owner: 'data parallel RPC of multinode vLLM, injected by the operator', source: 'dynamo.md 3.5' },
  multinodeRay: { port: 6379, owner: 'Ray head of multinode vLLM, injected by the operator', source: 'dynamo.md 3.5' },
  multinodeSsh: { port: 2222, owner: 'sshd of multinode TensorRT-LLM, injected by the operator', source: 'dynamo.md 3.5' },
  modelExpressGrpc: { port: 8001, owner: 'ModelExpress server', env: 'MODEL_EXPRESS_SERVER_PORT', source: 'memory.md 3.3' },
  modelExpressNixl: { port: 5555, owner: 'ModelExpress client, NIXL', plus: 'GPU index', source: 'memory.md 6' },
  modelExpressWorkerGrpc: { port: 6555, owner: 'ModelExpress client, gRPC', plus: 'GPU index', source: 'memory.md 6' },
  kvbmLeaderPub: { port: 56001, owner: 'KV Block Manager leader, publish', source: 'memory.md 6' },
  kvbmLeaderAck: { port: 56002, owner: 'KV Block Manager leader, acknowledge', source: 'memory.md 6' },
  kvbmConsolidator: { port: 57001, owner: 'KV Block Manager event consolidator', source: 'memory.md 6' },
  kvbmMetrics: { port: 6880, owner: 'KV Block Manager metrics', source: 'memory.md 6' },
  imexPeer: { port: 50000, owner: 'IMEX daemon, peers (namespace of the DRA driver)', source: 'infrastructure.md 3.1' },
  imexCommand: { port: 50005, owner: 'IMEX daemon, commands (namespace of the DRA driver)', source: 'infrastructure.md 3.1' },
});
