import type { Component } from './component';
import { OperatorFailure } from './operator-failure';
import { ContainerDraft, PodSpecDraft, Volume, VolumeMount } from './pod-draft';
import { compilationCachePath } from './vllm-engine';
import { isJsonObject } from '../../core/merge';

/** Shared memory of every component. Source: dynamo.md 2.3, 3.3. */
const SHARED_MEMORY = 'shared-memory';
const SHARED_MEMORY_PATH = '/dev/shm';
const SHARED_MEMORY_SIZE = '8Gi';

/**
 * Mounts the claim with the compilation cache.
 *
 * @throws OperatorFailure where the operator refuses it. Source: dynamo.md R58
 */
export function mountCompilationCache(container: ContainerDraft, { compilationCache }: Component, backend: string): void {
  if (!compilationCache) return;
  const { claim } = compilationCache;
  if (compilationCache.mountPath === undefined && backend !== 'vllm') throw new OperatorFailure(`no place for the compilation cache of ${backend}`);
  const mountPath = compilationCachePath(compilationCache.mountPath);
  const mounts = (container.volumeMounts ?? []).map((mount) => (mount.name === claim && !mount.mountPath ? { ...mount, mountPath } : mount));
  const there = mounts.filter((mount) => mount.mountPath === mountPath);
  if (there.some((mount) => mount.name !== claim || mount.readOnly)) throw new OperatorFailure(`the compilation cache does not fit the mount at ${mountPath}`);
  container.volumeMounts = [
    ...mounts.filter((mount) => mount.mountPath !== mountPath || mount === there[0]),
    ...there.length === 0 ? [{ name: claim, mountPath }] : [],
  ];
}

/** Adds the volume of the compilation cache, where the author did not. */
export function addCompilationCache(spec: PodSpecDraft, { compilationCache }: Component): void {
  if (!compilationCache) return;
  const { claim } = compilationCache;
  const found = (spec.volumes ?? []).filter((volume) => volume.name === claim);
  const fits = ({ persistentVolumeClaim: source }: Volume) => isJsonObject(source) && source.claimName === claim && !source.readOnly;
  if (!found.every(fits)) {
    throw new OperatorFailure(`volume ${claim} is not the compilation cache`);
  }
  if (found.length === 0) spec.volumes = [...spec.volumes ?? [], claimVolume(claim)];
}

/** Mounts shared memory in place of whatever had its name or its path; nothing of size 0. */
export function addSharedMemory(spec: PodSpecDraft, container: ContainerDraft, size: string = SHARED_MEMORY_SIZE): void {
  if (size === '0') return;
  spec.volumes = [...(spec.volumes ?? []).filter((volume) => volume.name !== SHARED_MEMORY), { name: SHARED_MEMORY, emptyDir: { medium: 'Memory', sizeLimit: size } }];
  const kept = (container.volumeMounts ?? []).filter((mount) => mount.name !== SHARED_MEMORY && mount.mountPath !== SHARED_MEMORY_PATH);
  container.volumeMounts = [...kept, { name: SHARED_MEMORY, mountPath: SHARED_MEMORY_PATH }];
}

/** Volumes in the order of the mounts, then the rest; a mount without volume means a claim of its name. Source: dynamo.md 3.3, 8.4. */
export function orderedVolumes(volumes: readonly Volume[] = [], mounts: readonly VolumeMount[] = []): Volume[] {
  // The last of a name counts, as in the operator's map.
  const byName = new Map(volumes.map((volume) => [volume.name, volume]));
  const mounted = new Map(mounts.filter((mount) => mount.name !== '').map((mount) => [mount.name, byName.get(mount.name) ?? claimVolume(mount.name)]));
  return [...mounted.values(), ...volumes.filter((volume) => !mounted.has(volume.name))];
}

function claimVolume(claimName: string): Volume {
  return { name: claimName, persistentVolumeClaim: { claimName } };
}
