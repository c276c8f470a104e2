import type { ClusterFacts, FabricFacts, NodeGroup, NodeTaint, OperatorFacts, PoolFacts } from './cluster-facts';
import { GpuAllocation } from './gpu-allocation';
import { CpuArchitecture, GpuSystem } from './gpu-system';
import { KubernetesVersion } from './kubernetes-version';
import { LABEL_KEYS, RESOURCE_NAMES } from './label-keys';
import { usualNodeLabels } from './node-labels';
import { Release } from './release';
import { invalid } from '../core/errors';
import { isDnsLabel } from '../core/names';
import { Quantity } from '../core/quantity';
import { StrictFields } from '../core/strict-fields';
import { parseYaml, yaml } from '../core/yaml';

const CLUSTER = ['kubernetes', 'release', 'operators', 'pools'];
const POOL = ['name', 'system', 'architecture', 'gpuAllocation', 'nodeLabels', 'fabric', 'groups'];
const FABRIC = ['name', 'resourceName', 'environment'];
const GROUP = ['count', 'names', 'nvlinkDomain', 'labels', 'taints', 'allocatable'];
const TAINT = ['key', 'value', 'effect'];
const SYSTEM = ['name', 'gpusPerNode', 'nodesPerNvlinkDomain', 'gpuProduct', 'gpuMemoryGb', 'dgdrGpuSku', 'aicSystem'];

/** What each field of `operators` holds. */
const OPERATORS: { readonly [field in keyof Required<OperatorFacts>]: 'flag' | 'text' | 'texts' } = {
  grove: 'flag',
  leaderWorkerSet: 'flag',
  groveSchedulers: 'texts',
  groveDefaultScheduler: 'text',
  topologyAwareScheduling: 'flag',
  autoMnnvl: 'flag',
  kaiGpuSharing: 'flag',
  checkpoints: 'flag',
  gpuDiscovery: 'flag',
  inferencePools: 'flag',
};

/** Ways to hand out GPUs that need no more words. */
const ALLOCATIONS = [GpuAllocation.DEVICE_PLUGIN, GpuAllocation.CLAIMS];
const ALLOCATION = ['extendedResource'];

/** Networks that constructs know. */
const FABRICS = ['infiniband', 'roce'];

/** Effects that the API server accepts. Source: k8s.io/api core/v1 TaintEffect. */
const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

const ARCHITECTURES = [CpuArchitecture.AMD64, CpuArchitecture.ARM64];

/** Release of a text such as `dynamo-1.4` or `1.4`. */
export function releaseOf(name: string): Release {
  return Release.of(name.replace(/^dynamo-/, ''));
}

/**
 * What a `cluster.yaml` says.
 *
 * Nothing is taken for granted but what follows from what is written: a pool of a known system has its architecture, the labels that select it and its GPUs.
 *
 * @param path name of the file, for messages
 * @throws when a field is unknown, missing, of the wrong type, or says what cannot be
 */
export function readClusterFile(text: string, path: string): ClusterFacts {
  const file = StrictFields.of(parseYaml(text, path), path, CLUSTER);
  const pools = file.list('pools').map((pool, i) => poolOf(pool, `${file.at('pools')}[${i}]`));
  const names = pools.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw invalid({ path: file.at('pools'), value: `two pools '${twice}'`, reason: 'roles and reports refer to pools by name', fix: 'rename one of them' });
  }
  uniqueNodes(pools, file.at('pools'));
  return { kubernetes: kubernetesOf(file), release: located(file, 'release', releaseOf), operators: operatorsOf(file), pools };
}

/** Facts as the text of a `cluster.yaml`, which `readClusterFile` reads back to the same facts. */
export function clusterFileText({ kubernetes, release, operators, pools }: ClusterFacts): string {
  return yaml().stringify(written({
    kubernetes: kubernetes?.name,
    release: release && `dynamo-${release.name}`,
    operators: Object.keys(written(operators)).length === 0 ? undefined : written(operators),
    pools: pools.map((pool) => written({
      name: pool.name,
      system: pool.system && systemText(pool.system),
      architecture: pool.architecture.name,
      gpuAllocation: pool.gpuAllocation && allocationText(pool.gpuAllocation),
      nodeLabels: pool.nodeLabels && sorted(pool.nodeLabels),
      fabric: pool.fabric && written({ ...pool.fabric, environment: pool.fabric.environment && sorted(pool.fabric.environment) }),
      groups: pool.groups.map(({ count, names, nvlinkDomain, labels, taints, allocatable }) => written({
        count,
        nvlinkDomain,
        names,
        labels: sorted(labels),
        taints: taints.length === 0 ? undefined : taints.map((taint) => written({ key: taint.key, value: taint.value, effect: taint.effect })),
        allocatable: sorted(allocatable),
      })),
    })),
  }), { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

function kubernetesOf(file: StrictFields): KubernetesVersion | undefined {
  const value = file.raw('kubernetes');
  if (typeof value === 'number') throw file.wrong('kubernetes', 'a number, and 1.30 is 1.3 as one', `write kubernetes: "${value}"`);
  return located(file, 'kubernetes', (text) => KubernetesVersion.of(text));
}

/** What a text stands for, or an error that says where the text is. */
function located<T>(fields: StrictFields, name: string, read: (text: string) => T): T | undefined {
  const text = fields.text(name);
  if (text === undefined) return undefined;
  try {
    return read(text);
  } catch (error) {
    throw new Error(`${fields.at(name)}: ${(error as Error).message}`);
  }
}

function operatorsOf(file: StrictFields): OperatorFacts {
  if (!file.has('operators')) return {};
  const fields = StrictFields.of(file.raw('operators'), file.at('operators'), Object.keys(OPERATORS));
  return written(Object.fromEntries(Object.entries(OPERATORS).map(([name, type]) => [name, fields[type](name)])));
}

function poolOf(value: unknown, path: string): PoolFacts {
  const fields = StrictFields.of(value, path, POOL);
  const name = fields.requiredText('name', 'give the pool a name');
  if (!isDnsLabel(name)) throw fields.wrong('name', 'not a DNS label (lower-case letters, digits, hyphens, at most 63)', 'rename the pool');
  const system = systemOf(fields);
  const architecture = architectureOf(fields, system);
  const gpuAllocation = allocationOf(fields);
  const groups = fields.list('groups').map((group, i) => groupOf(group, `${fields.at('groups')}[${i}]`, architecture, system, gpuAllocation));
  if (groups.length === 0) throw fields.wrong('groups', 'a pool has nodes', 'write a list with one entry for nodes that are alike: - count: 18');
  return written({ name, system, architecture, gpuAllocation, nodeLabels: fields.map('nodeLabels'), fabric: fabricOf(fields), groups });
}

function allocationOf(pool: StrictFields): GpuAllocation | undefined {
  if (!pool.has('gpuAllocation')) return undefined;
  const value = pool.raw('gpuAllocation');
  if (typeof value === 'object') {
    const fields = StrictFields.of(value, pool.at('gpuAllocation'), ALLOCATION);
    return GpuAllocation.extendedResource(fields.requiredText('extendedResource', `name the resource of the limits, for example ${RESOURCE_NAMES.gpu}`));
  }
  const known = ALLOCATIONS.find(({ name }) => name === value);
  if (known) return known;
  throw pool.wrong('gpuAllocation', 'the library knows no such way', `write ${ALLOCATIONS.map(({ name }) => name).join(', ')} or { extendedResource: ${RESOURCE_NAMES.gpu} }`);
}

function allocationText(allocation: GpuAllocation): unknown {
  return ALLOCATIONS.includes(allocation) ? allocation.name : { extendedResource: allocation.resourceName };
}

function fabricOf(pool: StrictFields): FabricFacts | undefined {
  if (!pool.has('fabric')) return undefined;
  const fields = StrictFields.of(pool.raw('fabric'), pool.at('fabric'), FABRIC);
  const name = fields.requiredText('name', `write ${FABRICS.join(' or ')}`);
  if (!FABRICS.includes(name)) throw fields.wrong('name', 'the library knows no such fabric', `write ${FABRICS.join(' or ')}`);
  const resourceName = fields.requiredText('resourceName', 'name the extended resource of the network devices, for example rdma/ib');
  return written({ name, resourceName, environment: fields.map('environment') });
}

function systemOf(pool: StrictFields): GpuSystem | undefined {
  if (!pool.has('system')) return undefined;
  const value = pool.raw('system');
  if (typeof value === 'string') {
    const known = GpuSystem.all().find((system) => system.name === value);
    if (known) return known;
    throw pool.wrong('system', `the library knows ${GpuSystem.all().map((system) => system.name).join(', ')}`, 'name one of them, or describe the system: { name, gpusPerNode }');
  }
  const fields = StrictFields.of(value, pool.at('system'), SYSTEM);
  const gpusPerNode = fields.count('gpusPerNode');
  if (gpusPerNode === undefined) throw fields.wrong('gpusPerNode', 'it is missing', 'write the number of GPUs of one node');
  const gpuMemoryGb = fields.raw('gpuMemoryGb');
  if (fields.has('gpuMemoryGb') && !(typeof gpuMemoryGb === 'number' && gpuMemoryGb > 0)) {
    throw fields.wrong('gpuMemoryGb', 'not a number above 0', 'write gigabytes of 10^9 bytes, without quotes');
  }
  return GpuSystem.generic({
    name: fields.requiredText('name', 'give the system a name'),
    gpusPerNode,
    nodesPerNvlinkDomain: fields.count('nodesPerNvlinkDomain'),
    architecture: architectureOf(pool, undefined),
    gpuProduct: fields.text('gpuProduct'),
    gpuMemoryGb: typeof gpuMemoryGb === 'number' ? gpuMemoryGb : undefined,
    dgdrGpuSku: fields.text('dgdrGpuSku'),
    aicSystem: fields.text('aicSystem'),
  });
}

function architectureOf(pool: StrictFields, system: GpuSystem | undefined): CpuArchitecture {
  const names = ARCHITECTURES.map(({ name }) => name).join(' or ');
  const text = pool.text('architecture');
  const known = text === undefined ? system?.architecture : ARCHITECTURES.find(({ name }) => name === text);
  if (known) return known;
  throw pool.wrong('architecture', text === undefined ? 'it is missing' : 'the library knows no such architecture', `write ${names}`);
}

function groupOf(
  value: unknown, path: string, architecture: CpuArchitecture, system: GpuSystem | undefined, gpuAllocation: GpuAllocation | undefined,
): NodeGroup {
  const fields = StrictFields.of(value, path, GROUP);
  const names = fields.texts('names');
  const count = fields.count('count') ?? names?.length;
  if (count === undefined || count === 0) throw fields.wrong('count', 'it is missing', 'write how many nodes are alike');
  if (names && names.length !== count) throw fields.wrong('names', `${names.length} names for ${count} nodes`, 'name every node, or none');
  const labels = fields.map('labels') ?? usualNodeLabels(architecture, system);
  const nvlinkDomain = fields.text('nvlinkDomain');
  const clique = labels[LABEL_KEYS.gpuClique];
  if (nvlinkDomain !== undefined && clique !== undefined && nvlinkDomain !== clique) {
    throw fields.wrong('nvlinkDomain', `the label ${LABEL_KEYS.gpuClique} says '${clique}'`, 'write the same in both places, or leave out the label');
  }
  return {
    count,
    names,
    labels,
    taints: fields.list('taints').map((taint, i) => taintOf(taint, `${fields.at('taints')}[${i}]`)),
    allocatable: allocatableOf(fields, system, gpuAllocation),
    nvlinkDomain,
  };
}

function taintOf(value: unknown, path: string): NodeTaint {
  const fields = StrictFields.of(value, path, TAINT);
  const effect = fields.requiredText('effect', `write ${EFFECTS.join(', ')}`);
  if (!EFFECTS.includes(effect)) throw fields.wrong('effect', 'no effect that Kubernetes knows', `write ${EFFECTS.join(', ')}`);
  return { key: fields.requiredText('key', 'write the key of the taint'), value: fields.text('value'), effect };
}

function allocatableOf(
  fields: StrictFields, system: GpuSystem | undefined, gpuAllocation: GpuAllocation | undefined,
): { [resource: string]: string } {
  if (!fields.has('allocatable')) {
    // Claims stand behind no resource of a node.
    const resource = gpuAllocation ? gpuAllocation.resourceName : RESOURCE_NAMES.gpu;
    return system && resource !== undefined ? { [resource]: String(system.gpusPerNode) } : {};
  }
  const raw = fields.raw('allocatable');
  const at = fields.at('allocatable');
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw fields.wrong('allocatable', 'not a map', 'write a map of resources to quantities');
  return Object.fromEntries(Object.entries(raw).map(([resource, amount]: [string, unknown]) => {
    if (typeof amount !== 'string' && typeof amount !== 'number') {
      throw invalid({ path: `${at}.${resource}`, value: JSON.stringify(amount), reason: 'not a quantity', fix: "write a number and at most one suffix, for example '64Gi'" });
    }
    if (Quantity.parse(amount, `${at}.${resource}`).nanos < 0n) {
      throw invalid({ path: `${at}.${resource}`, value: `'${amount}'`, reason: 'a node has no less than nothing', fix: 'write an amount of at least 0' });
    }
    return [resource, String(amount)];
  }));
}

function uniqueNodes(pools: readonly PoolFacts[], path: string): void {
  const seen = new Set<string>();
  for (const name of pools.flatMap(({ groups }) => groups.flatMap(({ names = [] }) => names))) {
    if (seen.has(name)) throw invalid({ path, value: `two nodes '${name}'`, reason: 'a node is in one group', fix: 'remove one of them' });
    seen.add(name);
  }
}

function systemText(system: GpuSystem): unknown {
  if (GpuSystem.all().includes(system)) return system.name;
  const { name, gpusPerNode, gpuProduct, gpuMemoryGb, dgdrGpuSku, aicSystem } = system;
  const nodesPerNvlinkDomain = system.multiNodeNvlink ? system.nodesPerNvlinkDomain : undefined;
  return written({ name, gpusPerNode, nodesPerNvlinkDomain, gpuProduct, gpuMemoryGb, dgdrGpuSku, aicSystem });
}

/** The same without members that are not there. */
function written<T extends object>(data: T): T {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as T;
}

function sorted(map: { readonly [key: string]: string }): { [key: string]: string } {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
