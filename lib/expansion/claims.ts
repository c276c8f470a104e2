import type { JsonObject } from '../core/merge';
import { list, record } from '../manifests/manifest-object';

/** The spec of a ResourceClaim as the API server stores it: a request that says neither mode nor count asks for exactly one device. */
export function storedClaimSpec(spec: JsonObject): JsonObject {
  const devices = record(spec.devices);
  if (!devices) return spec;
  return { ...spec, devices: { ...devices, requests: list(devices.requests).map((request) => completeRequest(record(request) ?? {})) } };
}

function completeRequest(request: JsonObject): JsonObject {
  const exactly = record(request.exactly);
  if (exactly) return { ...request, exactly: completeDevices(exactly) };
  if (!Array.isArray(request.firstAvailable)) return request;
  return { ...request, firstAvailable: list(request.firstAvailable).map((each) => completeDevices(record(each) ?? {})) };
}

// Defaults of resource.k8s.io/v1. scheduling.md 9.1; the same were recorded for claims of pods.
function completeDevices(devices: JsonObject): JsonObject {
  const allocationMode = devices.allocationMode ?? 'ExactCount';
  return { ...devices, allocationMode, ...allocationMode === 'ExactCount' ? { count: devices.count ?? 1 } : {} };
}
