import type { SynthFinding } from '../../cluster/private/synth-checks';
import type { PodFragmentProps } from '../../workload';

/** `HF_HOME`, for programs that resolve names of the hub, where a cache is mounted. */
export function hubCache(fragments: readonly PodFragmentProps[]): Record<string, string> {
  const path = fragments.find((fragment) => fragment.hubCache !== undefined)?.hubCache;
  return path === undefined ? {} : { HF_HOME: path };
}

/** A program looks into one cache: with two, it would download again what lies in the other. */
export function checkCaches(fragments: readonly PodFragmentProps[]): SynthFinding[] {
  const paths = fragments.flatMap((fragment) => fragment.hubCache ?? []);
  if (paths.length < 2) return [];
  return [{
    rule: 'MC-03', value: `caches at ${paths.join(' and ')}`, reason: 'a pod looks names of the hub up in one cache', fix: 'mount one of them',
  }];
}

/** Whether a volume is mounted above a path. */
export function holds(fragments: readonly PodFragmentProps[], path: string): boolean {
  return fragments.flatMap((fragment) => fragment.volumeMounts ?? []).some((mount) => path.startsWith(`${mount.mountPath}/`));
}
