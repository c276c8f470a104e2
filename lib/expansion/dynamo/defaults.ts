import { ContainerDraft, ContainerPort, EnvVar, PodSpecDraft, Volume, VolumeMount } from './pod-draft';
import { JsonObject } from '../../core/merge';
import { MAIN_CONTAINER } from '../../facts/dynamo-components';
import { EPP_SERVICE_ACCOUNT, PLANNER_SERVICE_ACCOUNT, eppConfigMapName, inferencePoolName } from '../../facts/dynamo-names';
import { PORTS, PortFact } from '../../facts/ports';
import type { Release } from '../../facts/release';
import { valueAt } from '../../manifests/manifest-object';

/** What the defaults of a component depend on. */
export interface DefaultsContext {
  readonly type: string;
  readonly graph: string;
  readonly namespace: string;
  /** Logical namespace of the component. */
  readonly runtimeNamespace: string;
  /** Backend of discovery. */
  readonly discovery: string;
  /** Whether each container registers by itself. */
  readonly discoversContainers: boolean;
  readonly eppConfig?: JsonObject;
  /** Generation of workers, off Grove. */
  readonly workerHash?: string;
  /** Release line of the operator; undefined as 1.4. */
  readonly release?: Release;
  /** Version of the component's image, where it is known. */
  readonly runtimeVersion?: string;
}

/** Key of the endpoint picker's ConfigMap, and name of its file. Source: dynamo.md 8.1. */
export const EPP_CONFIG_KEY = 'epp-config-dynamo.yaml';

/** Seconds that pods have to end, and endpoint pickers. Source: dynamo.md 3.3, 8.4. */
const GRACE_PERIOD = 60;
const EPP_GRACE_PERIOD = 130;

/** Failed liveness probes of planners, and of workers before 1.5. Source: dynamo.md 8.4. */
const PLANNER_LIVENESS_FAILURES = 1;

/** The container of a component before anything of the user's. Source: dynamo.md 3.3, 8.4. */
export function baseContainer(context: DefaultsContext): ContainerDraft {
  const [fields, env] = ofType(context);
  return { name: MAIN_CONTAINER, resources: {}, ...fields, env: [...commonEnv(context), ...env] };
}

function ofType(context: DefaultsContext): readonly [Partial<ContainerDraft>, readonly EnvVar[]] {
  const shell = { command: ['/bin/sh', '-c'] };
  switch (context.type) {
    case 'frontend': return [frontend(), frontendEnv(context)];
    case 'worker':
    case 'prefill':
    case 'decode':
      return [{ ...shell, ...systemProbes(livenessFailures(context)), ports: [port(PORTS.system), port(PORTS.nixlTelemetry)] }, engineEnv(context)];
    case 'planner':
      return [{ ...shell, ...systemProbes(PLANNER_LIVENESS_FAILURES), ports: [port(PORTS.plannerMetrics), port(PORTS.system)] }, plannerEnv()];
    case 'epp': return [endpointPicker(context), endpointPickerEnv(context)];
    default: return [shell, []];
  }
}

/** The pod of a component before anything of the user's. */
export function basePodSpec(context: DefaultsContext): PodSpecDraft {
  const spec: PodSpecDraft = { containers: [], restartPolicy: 'Always', terminationGracePeriodSeconds: GRACE_PERIOD };
  if (context.type === 'planner') return { ...spec, serviceAccountName: PLANNER_SERVICE_ACCOUNT };
  if (context.type !== 'epp') return spec;
  const volumes = endpointPickerVolumes(context);
  return { ...spec, serviceAccountName: EPP_SERVICE_ACCOUNT, terminationGracePeriodSeconds: EPP_GRACE_PERIOD, ...volumes && { volumes } };
}

/** Context of a frontend that runs beside another component. */
export function sidecarContext(context: DefaultsContext): DefaultsContext {
  return { ...context, type: 'frontend', workerHash: undefined };
}

function commonEnv({ type, graph, namespace, runtimeNamespace, discovery, discoversContainers }: DefaultsContext): EnvVar[] {
  return [
    { name: 'DYN_NAMESPACE', value: runtimeNamespace },
    type === '' ? { name: 'DYN_COMPONENT' } : { name: 'DYN_COMPONENT', value: type },
    { name: 'DYN_PARENT_DGD_K8S_NAME', value: graph },
    { name: 'DYN_PARENT_DGD_K8S_NAMESPACE', value: namespace },
    field('POD_NAME', 'metadata.name'),
    field('POD_NAMESPACE', 'metadata.namespace'),
    field('POD_UID', 'metadata.uid'),
    ...discovery === 'etcd' ? [] : [{ name: 'DYN_DISCOVERY_BACKEND', value: 'kubernetes' }],
    ...discoversContainers ? [{ name: 'CONTAINER_NAME', value: MAIN_CONTAINER }, { name: 'DYN_KUBE_DISCOVERY_MODE', value: 'container' }] : [],
  ];
}

function frontend(): Partial<ContainerDraft> {
  const probe = (path: string, initialDelaySeconds: number, timeoutSeconds: number) => (
    { httpGet: { path, port: PORTS.frontendHttp.portName }, initialDelaySeconds, periodSeconds: 10, timeoutSeconds, failureThreshold: 3 }
  );
  return {
    command: ['python3'],
    args: ['-m', 'dynamo.frontend'],
    ports: [port(PORTS.frontendHttp)],
    livenessProbe: probe('/live', 15, 1),
    readinessProbe: probe('/health', 10, 3),
  };
}

function frontendEnv({ runtimeNamespace }: DefaultsContext): EnvVar[] {
  const http = String(PORTS.frontendHttp.port);
  return [{ name: 'DYNAMO_PORT', value: http }, { name: 'DYN_HTTP_PORT', value: http }, { name: 'DYN_NAMESPACE_PREFIX', value: runtimeNamespace }];
}

function livenessFailures({ release, runtimeVersion }: DefaultsContext): number {
  return release?.workerLivenessFailureThreshold(runtimeVersion) ?? PLANNER_LIVENESS_FAILURES;
}

function systemProbes(livenessFailureThreshold: number): Partial<ContainerDraft> {
  const probe = (path: string, periodSeconds: number, timeoutSeconds: number, failureThreshold: number) => (
    { httpGet: { path, port: PORTS.system.portName }, periodSeconds, timeoutSeconds, failureThreshold }
  );
  return { startupProbe: probe('/live', 10, 5, 720), livenessProbe: probe('/live', 5, 4, livenessFailureThreshold), readinessProbe: probe('/health', 10, 4, 3) };
}

function engineEnv({ workerHash, release, runtimeVersion }: DefaultsContext): EnvVar[] {
  return [
    { name: 'DYN_SYSTEM_ENABLED', value: 'true' },
    { name: 'DYN_SYSTEM_USE_ENDPOINT_HEALTH_STATUS', value: '["generate"]' },
    { name: 'DYN_SYSTEM_PORT', value: String(PORTS.system.port) },
    // From 1.5 on "false" is what an author writes to switch it off (dynamo-1.5-1.6.md 3.2); what the operator writes instead was not established.
    ...release?.canaryHealthChecks(runtimeVersion) ? [] : [{ name: 'DYN_HEALTH_CHECK_ENABLED', value: 'false' }],
    { name: 'NIXL_TELEMETRY_ENABLE', value: 'n' },
    { name: 'NIXL_TELEMETRY_EXPORTER', value: 'prometheus' },
    { name: 'NIXL_TELEMETRY_PROMETHEUS_PORT', value: String(PORTS.nixlTelemetry.port) },
    { name: 'DYN_FORWARDPASS_METRIC_PORT', value: String(PORTS.forwardPassMetrics.port) },
    ...workerHash === undefined ? [] : [{ name: 'DYN_NAMESPACE_WORKER_SUFFIX', value: workerHash }],
  ];
}

function plannerEnv(): EnvVar[] {
  return [{ name: 'PLANNER_PROMETHEUS_PORT', value: String(PORTS.plannerMetrics.port) }, { name: 'DYN_SYSTEM_PORT', value: String(PORTS.system.port) }];
}

function endpointPicker({ graph, namespace, eppConfig }: DefaultsContext): Partial<ContainerDraft> {
  // The Rust endpoint picker of 1.5 is configured by variables alone; its arguments were not established.
  if (!eppConfig) return {};
  const grpc = { port: PORTS.eppHealth.port, service: 'inference-extension' };
  return {
    args: [
      '--pool-name', inferencePoolName(graph), '--pool-namespace', namespace, '--pool-group', 'inference.networking.k8s.io',
      '-v', '4', '--zap-encoder', 'json', '--grpc-port', String(PORTS.eppGrpc.port), '--grpc-health-port', String(PORTS.eppHealth.port),
      '--config-file', `/etc/epp/${EPP_CONFIG_KEY}`,
    ],
    ports: [port(PORTS.eppGrpc), port(PORTS.eppHealth), port(PORTS.eppMetrics)],
    startupProbe: { grpc, periodSeconds: 10, failureThreshold: 180 },
    livenessProbe: { grpc, initialDelaySeconds: 5, periodSeconds: 10 },
    readinessProbe: { grpc, initialDelaySeconds: 5, periodSeconds: 10 },
    volumeMounts: [{ name: 'epp-config', mountPath: '/etc/epp', readOnly: true }, { name: 'hf-cache', mountPath: '/home/nonroot/.cache' }] satisfies VolumeMount[],
  };
}

function endpointPickerEnv({ runtimeNamespace }: DefaultsContext): EnvVar[] {
  return [
    { name: 'USE_STREAMING', value: 'true' },
    { name: 'RUST_LOG', value: 'info' },
    { name: 'DYN_ENFORCE_DISAGG', value: 'false' },
    { name: 'DYN_NAMESPACE_PREFIX', value: runtimeNamespace },
  ];
}

function endpointPickerVolumes({ graph, eppConfig }: DefaultsContext): Volume[] | undefined {
  if (!eppConfig) return undefined;
  const name = valueAt(eppConfig, ['configMapRef', 'name']) ?? eppConfigMapName(graph);
  const key = valueAt(eppConfig, ['configMapRef', 'key']) ?? EPP_CONFIG_KEY;
  return [
    { name: 'epp-config', configMap: { name, items: [{ key, path: EPP_CONFIG_KEY }] } },
    { name: 'hf-cache', emptyDir: {} },
  ];
}

function field(name: string, fieldPath: string): EnvVar {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function port({ portName, port: containerPort }: PortFact): ContainerPort {
  return { name: portName, containerPort, protocol: 'TCP' };
}
