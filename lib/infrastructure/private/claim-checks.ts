import { IConstruct } from 'constructs';
import { CLAIMED_TYPES, DeviceField, factOf } from './condition';
import { Cluster } from '../../cluster';
import type { SynthFinding } from '../../cluster/private/synth-checks';
import type { DeviceFact } from '../../facts/dra-devices';
import { isAtLeast } from '../../facts/version';
import type { IWorkload } from '../../workload';
import type { GpuRequest } from '../gpu-request';

/**
 * Selectors that ask, behind a guard, for something that the driver of the cluster's release does not publish: they match nothing, and no rule on manifests
 * sees it. Without a guard rule DRA-15 finds it in the manifest.
 */
export function checkPublished(construct: IConstruct, requests: readonly GpuRequest[]): SynthFinding[] {
  const driver = Cluster.ofOrUndefined(construct)?.release.findPin('dra-driver')?.version;
  if (driver === undefined) return [];
  const published = ({ since, until }: DeviceFact) => (
    (since === undefined || isAtLeast(driver, since)) && (until === undefined || !isAtLeast(driver, until))
  );
  return requests.flatMap((request) => request._bodies.flatMap(({ name, type, where }) => {
    const factsOf = (field: DeviceField) => (type === undefined ? CLAIMED_TYPES : [type]).flatMap((each) => factOf(field, each) ?? []);
    const missing = (where?.fields ?? []).filter((field) => {
      const facts = factsOf(field);
      return facts.length > 0 && facts.every((fact) => fact.optional) && !facts.some(published);
    });
    return missing.map(({ domain, name: field }) => ({
      rule: 'DRA-15',
      value: `request '${name}' by ${domain}/${field}`,
      reason: `DRA driver ${driver} of the release does not publish it, so no device fits`,
      fix: 'select by something that it publishes',
    }));
  }));
}

/** The DRA driver has no GPUs on nodes where the device plugin hands them out, or both hand out the same ones. */
export function checkAllocation(attached: Iterable<IWorkload>): SynthFinding[] {
  return [...attached].flatMap((workload) => workload.gpuPools.filter(({ gpuAllocation }) => !gpuAllocation.dynamic).map((pool) => ({
    rule: 'DRA-20',
    value: `a GPU claim of '${workload.node.path}' on pool '${pool.name}'`,
    reason: 'the device plugin hands its GPUs out, and does not see what claims take',
    fix: 'give the pool gpuAllocation: GpuAllocation.CLAIMS where the DRA driver hands them out, or requestGpus()',
  })));
}

/** The memory in the name of a profile is rounded, so a little more than the GPU has is left alone. */
const ROUNDED = 1.1;

/** A slice is no larger than the GPU. What else a GPU can be divided into, the references do not say. */
export function checkProfiles(requests: readonly GpuRequest[], attached: Iterable<IWorkload>): SynthFinding[] {
  // Of several alternatives one may be for another pool.
  const profiles = requests.filter((request) => request._names.length === 1).flatMap((request) => request._bodies[0].profile ?? []);
  const pools = new Set([...attached].flatMap(({ gpuPools }) => gpuPools));
  return profiles.flatMap((profile) => [...pools].flatMap(({ name, system }) => {
    const memory = Number(/\.(\d+)gb/.exec(profile)?.[1]);
    if (system?.gpuMemoryGb === undefined || memory <= system.gpuMemoryGb * ROUNDED) return [];
    return [{
      rule: 'POOL-02',
      value: `MIG profile '${profile}' on pool '${name}'`,
      reason: `a GPU of ${system.name} has ${system.gpuMemoryGb} GB`,
      fix: 'name a profile that nvidia-smi mig -lgip lists there',
    }];
  }));
}
