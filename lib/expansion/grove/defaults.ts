import { canonicalDuration } from './canonical-duration';
import type { JsonObject } from '../../core/merge';
import { GROVE_FINALIZERS } from '../../facts/grove';
import type { Manifest } from '../../manifests/manifest';
import { list, record } from '../../manifests/manifest-object';
import { canonicalAmounts, editContainers } from '../pod-spec';
import { defined } from '../values';

const DEFAULT_TERMINATION_DELAY = '4h0m0s';
const DEFAULT_STARTUP = 'CliqueStartupTypeAnyOrder';
const DEFAULT_RESTART_POLICY = 'Always';
const DEFAULT_GRACE_SECONDS = 30;

/**
 * A PodCliqueSet as the server stores it: with the defaults of its schema and of Grove's webhook (scheduling.md 2.1, 2.2, 9.4).
 *
 * The webhook decodes and encodes the whole object, so that durations and quantities come out in their canonical form, and structs that may not be
 * missing come out empty. What is stored already comes out unchanged.
 */
export function withGroveDefaults(manifest: Manifest): Manifest {
  const metadata = record(manifest.metadata) ?? {};
  const spec = record(manifest.spec) ?? {};
  const template = record(spec.template) ?? {};
  const finalizers = list(metadata.finalizers);
  return {
    ...manifest,
    metadata: {
      ...metadata,
      finalizers: finalizers.includes(GROVE_FINALIZERS.podCliqueSet) ? finalizers : [...finalizers, GROVE_FINALIZERS.podCliqueSet],
    },
    spec: { ...spec, template: withTemplateDefaults(template) },
  };
}

function withTemplateDefaults(template: JsonObject): JsonObject {
  const groups = template.podCliqueScalingGroups;
  const claims = template.resourceClaimTemplates;
  return defined({
    ...template,
    cliqueStartupType: template.cliqueStartupType ?? DEFAULT_STARTUP,
    terminationDelay: typeof template.terminationDelay === 'string' ? canonicalDuration(template.terminationDelay) : DEFAULT_TERMINATION_DELAY,
    headlessServiceConfig: { publishNotReadyAddresses: true, ...record(template.headlessServiceConfig) },
    cliques: list(template.cliques).map((clique) => withCliqueDefaults(record(clique) ?? {})),
    podCliqueScalingGroups: Array.isArray(groups) ? groups.map((group) => withGroupDefaults(record(group) ?? {})) : undefined,
    resourceClaimTemplates: Array.isArray(claims) ? claims.map((claim) => withClaimDefaults(record(claim) ?? {})) : undefined,
  });
}

function withCliqueDefaults(clique: JsonObject): JsonObject {
  const spec = record(clique.spec) ?? {};
  // The webhook copies the replicas as written before 0 becomes 1. scheduling.md 2.2
  const written = typeof spec.replicas === 'number' ? spec.replicas : 0;
  return {
    ...clique,
    spec: defined({
      ...spec,
      replicas: written === 0 ? 1 : written,
      minAvailable: spec.minAvailable ?? written,
      autoScalingConfig: withScaleDefaults(spec.autoScalingConfig, written),
      podSpec: withPodDefaults(record(spec.podSpec) ?? {}),
    }),
  };
}

function withPodDefaults(podSpec: JsonObject): JsonObject {
  return {
    ...editContainers(podSpec, canonicalContainer),
    restartPolicy: podSpec.restartPolicy || DEFAULT_RESTART_POLICY,
    terminationGracePeriodSeconds: podSpec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS,
  };
}

function canonicalContainer(container: JsonObject): JsonObject {
  const resources: { [key: string]: unknown } = { ...record(container.resources) };
  for (const key of ['limits', 'requests']) {
    const amounts = canonicalAmounts(resources[key]);
    if (amounts) resources[key] = amounts;
  }
  const ports = Array.isArray(container.ports) ? container.ports.map((port) => ({ protocol: 'TCP', ...record(port) })) : undefined;
  return defined({ ...container, ports, resources });
}

function withGroupDefaults(group: JsonObject): JsonObject {
  const replicas = group.replicas ?? 1;
  return defined({ ...group, replicas, minAvailable: group.minAvailable ?? 1, scaleConfig: withScaleDefaults(group.scaleConfig, replicas) });
}

function withScaleDefaults(config: unknown, replicas: unknown): JsonObject | undefined {
  const scale = record(config);
  return scale && { ...scale, minReplicas: scale.minReplicas ?? replicas };
}

function withClaimDefaults(template: JsonObject): JsonObject {
  const spec = record(template.templateSpec) ?? {};
  return { ...template, templateSpec: { ...spec, metadata: record(spec.metadata) ?? {} } };
}
