import { JsonObject, isJsonObject } from '../core/merge';
import { list } from '../manifests/manifest-object';

/**
 * A pod template as the API server keeps it in a Deployment: with the defaults of the Pod API that templates get.
 * Source: kubernetes, pkg/apis/core/v1/defaults.go (1.36); recorded on every Deployment of ../shared/truth/operators.
 */
export function storedPodSpec(spec: JsonObject): JsonObject {
  const { serviceAccountName } = spec;
  return {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...spec,
    ...serviceAccountName !== undefined && { serviceAccount: serviceAccountName },
    containers: list(spec.containers).map(storedContainer),
    ...spec.initContainers !== undefined && { initContainers: list(spec.initContainers).map(storedContainer) },
    ...spec.volumes !== undefined && { volumes: list(spec.volumes).map(storedVolume) },
  };
}

function storedContainer(container: unknown): unknown {
  if (!isJsonObject(container)) return container;
  return {
    imagePullPolicy: pullPolicy(container.image),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...container,
    ...container.env !== undefined && { env: list(container.env).map(storedVariable) },
    ...container.ports !== undefined && { ports: list(container.ports).map((port) => ({ protocol: 'TCP', ...port as JsonObject })) },
    ...changed(container, ['livenessProbe', 'readinessProbe', 'startupProbe'], storedProbe),
  };
}

/** Images without a tag, and `latest`, are looked for anew at every start. */
function pullPolicy(image: unknown): string {
  const name = String(image ?? '');
  const tag = /:([^:/]+)$/.exec(name)?.[1];
  return !name.includes('@') && (tag === undefined || tag === 'latest') ? 'Always' : 'IfNotPresent';
}

function storedVariable(variable: unknown): unknown {
  if (!isJsonObject(variable) || !isJsonObject(variable.valueFrom)) return variable;
  return { ...variable, valueFrom: { ...variable.valueFrom, ...changed(variable.valueFrom, ['fieldRef'], storedFieldRef) } };
}

function storedFieldRef(fieldRef: JsonObject): JsonObject {
  return { apiVersion: 'v1', ...fieldRef };
}

function storedProbe(probe: JsonObject): JsonObject {
  return {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    ...probe,
    ...changed(probe, ['httpGet'], (action) => ({ path: '/', scheme: 'HTTP', ...action })),
    ...changed(probe, ['grpc'], (action) => ({ service: '', ...action })),
  };
}

function storedVolume(volume: unknown): unknown {
  if (!isJsonObject(volume)) return volume;
  const items = (source: JsonObject) => (
    { ...source, ...source.items !== undefined && { items: list(source.items).map((item) => ({ ...item as JsonObject, ...changed(item as JsonObject, ['fieldRef'], storedFieldRef) })) } }
  );
  return {
    ...volume,
    ...changed(volume, ['configMap', 'secret', 'projected'], (source) => ({ defaultMode: 0o644, ...source })),
    ...changed(volume, ['downwardAPI'], (source) => ({ defaultMode: 0o644, ...items(source) })),
    ...changed(volume, ['hostPath'], (source) => ({ type: '', ...source })),
  };
}

/** The fields that are there and objects, each changed. */
function changed(data: JsonObject, keys: readonly string[], change: (value: JsonObject) => JsonObject): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => {
    const value = data[key];
    return isJsonObject(value) ? [[key, change(value)]] : [];
  }));
}
