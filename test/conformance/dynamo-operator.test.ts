import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { DIFFERENCES } from './dynamo-operator-differences';
import { Difference, RECORDED_CLUSTERS, RecordedObject, Recording, accepted, differences, expansionOf, ownerKind, recordings } from './operator-record';
import { graphOf } from '../../lib/expansion/dynamo/graph';
import { hashedText } from '../../lib/expansion/dynamo/worker-hash';
import { expand } from '../../lib/expansion/expand';
import { UNKNOWN_NAMESPACE } from '../../lib/expansion/values';
import type { ClusterFacts } from '../../lib/facts/cluster-facts';
import type { Manifest } from '../../lib/manifests/manifest';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { RecordedChange, applyChange } from '../../tools/agreement/recorded-change';
import { SHARED, describeWithShared, documentsIn } from '../support/shared';

/** Owners of what the Dynamo operator makes; accounts of a namespace have none. */
const OWNERS = ['DynamoGraphDeployment', 'DynamoComponentDeployment'];
const ACCOUNTS = /^(planner|epp)-serviceaccount(-binding)?$/;

/** What the server or controllers write for themselves, and the conversion's memory of v1alpha1. */
const BOOKKEEPING = ['ownerReferences', 'finalizers', 'namespace'];
const CONVERSION = 'nvidia.com/dcd-spec';
const ALLOCATED = ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy'];

/** The generation of workers hangs on the namespace, which the record hides. */
const WORKER_GENERATION = 'nvidia.com/current-worker-hash-v2';
const WORKER_HASH = 'nvidia.com/dynamo-worker-hash';

interface Compared extends Difference {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
}

interface Comparison {
  readonly differences: Compared[];
  /** Objects by kind: how many, and how many of them are the same to the last field. */
  readonly kinds: Map<string, { all: number; equal: number }>;
}

function compare(all: readonly Recording[], folder: string): Comparison {
  const found: Compared[] = [];
  const kinds: Comparison['kinds'] = new Map();
  for (const recording of all) {
    const expanded = byName(expansionOf(recording, RECORDED_CLUSTERS[folder])
      .filter((object) => OWNERS.includes(ownerKind(object))).map(({ manifest }) => manifest as RecordedObject));
    const recorded = byName(recording.objects.filter(({ metadata: { name, ownerReferences } }) => (
      ownerReferences === undefined ? ACCOUNTS.test(name) : ownerReferences.some((owner) => OWNERS.includes(owner.split('/')[0]))
    )));
    for (const key of new Set([...expanded.keys(), ...recorded.keys()])) {
      const [kind, name] = key.split('/');
      const object = { file: recording.file, kind, name };
      const count = kinds.get(kind) ?? { all: 0, equal: 0 };
      const differing = expanded.has(key) && recorded.has(key) ? differences(expanded.get(key), recorded.get(key))
        : [{ path: '', expanded: expanded.has(key) ? 'is there' : '(none)', recorded: recorded.has(key) ? 'is there' : '(none)' }];
      kinds.set(kind, { all: count.all + 1, equal: count.equal + (differing.length === 0 ? 1 : 0) });
      found.push(...differing.map((each) => ({ ...object, ...each })));
    }
  }
  return { differences: found, kinds };
}

function byName(objects: readonly RecordedObject[]): Map<string, unknown> {
  const hashes = new Set(objects.flatMap(({ metadata }) => metadata.labels?.[WORKER_HASH] ?? []));
  const found = new Map<string, unknown>();
  for (const object of objects) {
    const text = [...hashes].reduce((each, hash) => each.replaceAll(hash, 'HASH'), JSON.stringify(compared(object)));
    const value = JSON.parse(text) as RecordedObject;
    found.set(`${value.kind}/${value.metadata.name}`, value);
  }
  // Nothing is there twice.
  expect(found.size).toBe(objects.length);
  return found;
}

function compared({ metadata: { annotations, labels, ...metadata }, ...object }: RecordedObject): unknown {
  const { [CONVERSION]: _, ...own } = annotations ?? {};
  return {
    ...object,
    metadata: {
      ...Object.fromEntries(Object.entries(metadata).filter(([key]) => !BOOKKEEPING.includes(key))),
      ...Object.keys(own).length > 0 && { annotations: own },
      ...labels && Object.keys(labels).length > 0 && { labels },
    },
    ...object.kind === 'Service' && { spec: serviceSpec(object.spec as { readonly [key: string]: unknown }) },
  };
}

function serviceSpec(spec: { readonly [key: string]: unknown }): unknown {
  return Object.fromEntries(Object.entries(spec).filter(([key, value]) => !ALLOCATED.includes(key) && (key !== 'clusterIP' || value === 'None')));
}

describeWithShared('the Dynamo operator, as recorded', () => {
  const results = Object.keys(RECORDED_CLUSTERS).map((folder) => compare(recordings(folder), folder));
  const all = results.flatMap((result) => result.differences);
  const known = (difference: Compared) => DIFFERENCES.find(({ at, files }) => (
    at.test(`${difference.kind} ${difference.path}`) && (files?.test(difference.file) ?? true)
  ));

  test('every object that it made is expanded, to the last field, and nothing else; the differences are known', () => {
    const unknown = all.filter((difference) => !known(difference));
    expect(unknown).toEqual([]);
  });

  test('every known difference is still there', () => {
    expect(DIFFERENCES.map(({ reason, times }) => [reason, times]))
      .toEqual(DIFFERENCES.map((difference) => [difference.reason, all.filter((each) => known(each) === difference).length]));
  });

  test('so many objects are compared, and so many are the same', () => {
    const [grove, topology, plain, lws] = results.map(({ kinds }) => (
      Object.fromEntries([...kinds].sort().map(([kind, count]) => [kind, `${count.equal} of ${count.all}`]))
    ));
    expect({ grove, topology, plain, lws }).toMatchInlineSnapshot(`
{
  "grove": {
    "ConfigMap": "5 of 26",
    "DynamoGraphDeploymentScalingAdapter": "1 of 1",
    "InferencePool": "5 of 5",
    "PodCliqueSet": "197 of 197",
    "ResourceClaimTemplate": "9 of 9",
    "Role": "199 of 199",
    "RoleBinding": "382 of 382",
    "Service": "488 of 488",
    "ServiceAccount": "382 of 382",
  },
  "lws": {
    "ConfigMap": "0 of 18",
    "Deployment": "19 of 19",
    "DynamoComponentDeployment": "44 of 44",
    "LeaderWorkerSet": "0 of 25",
    "Role": "18 of 18",
    "RoleBinding": "36 of 36",
    "Service": "44 of 44",
    "ServiceAccount": "36 of 36",
  },
  "plain": {
    "ConfigMap": "5 of 26",
    "Deployment": "409 of 415",
    "DynamoComponentDeployment": "411 of 416",
    "DynamoGraphDeploymentScalingAdapter": "1 of 1",
    "InferencePool": "5 of 5",
    "ResourceClaimTemplate": "6 of 6",
    "Role": "198 of 198",
    "RoleBinding": "380 of 380",
    "Service": "413 of 419",
    "ServiceAccount": "380 of 380",
  },
  "topology": {
    "ConfigMap": "0 of 1",
    "PodCliqueSet": "2 of 2",
    "Role": "2 of 2",
    "RoleBinding": "4 of 4",
    "Service": "4 of 4",
    "ServiceAccount": "4 of 4",
  },
}
`);
  });
});

describeWithShared('the generation of workers', () => {
  // The record hides namespaces; they were numbered.
  const NAMESPACES = Array.from({ length: 300 }, (_, i) => `exp-${String(i).padStart(4, '0')}`);
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);

  test.each(Object.keys(RECORDED_CLUSTERS))('%s: the operator noted the same digits on every graph, for some namespace', (folder) => {
    const other: string[] = [];
    let graphs = 0;
    for (const recording of recordings(folder)) {
      const set = ManifestSet.of([...accepted(recording)]);
      const noted = new Map(recording.objects.map(({ kind, metadata }) => [`${kind}/${metadata.name}`, metadata.annotations?.[WORKER_GENERATION]]));
      const mine = set.ofKind('nvidia.com', 'DynamoGraphDeployment').filter(({ name }) => noted.get(`DynamoGraphDeployment/${name}`) !== undefined);
      const texts = mine.map(({ name, manifest }) => ({ want: noted.get(`DynamoGraphDeployment/${name}`), text: hashedText(graphOf(manifest as Manifest), set) }));
      graphs += mine.length;
      const fits = (namespace: string) => texts.every(({ want, text }) => sha256(text.replaceAll(`${UNKNOWN_NAMESPACE}-`, `${namespace}-`)) === want);
      if (!NAMESPACES.some(fits)) other.push(recording.file);
    }
    expect(other).toEqual([]);
    expect(graphs).toBeGreaterThan(folder === 'topology' ? 0 : 15);
  });
});

describeWithShared('the golden pair of the operator', () => {
  const WITHOUT_KAI: ClusterFacts = { operators: { grove: true, groveSchedulers: ['default-scheduler'] }, pools: [] };

  test('the PodCliqueSet of its graph is as upstream expects it', () => {
    const folder = path.join(SHARED, 'upstream-examples', 'dynamo-golden');
    const [input] = documentsIn(path.join(folder, 'dgd-grove-input.yaml'));
    const [output] = documentsIn(path.join(folder, 'dgd-grove-output.yaml'));
    const expanded = expand(ManifestSet.of([{ ...input, metadata: { ...input.metadata, namespace: 'clusterenv-1' } }]), WITHOUT_KAI).map(({ manifest }) => manifest);
    const found = expanded.find(({ kind }) => kind === 'PodCliqueSet');
    expect(unexpected(found, output)).toEqual([]);
  });
});

describeWithShared('objects that are changed in any way', () => {
  test('are expanded or not, but never end in an error', () => {
    const folder = path.join(SHARED, 'truth', 'webhooks');
    const bases = JSON.parse(fs.readFileSync(path.join(folder, 'changes-base.json'), 'utf8')) as { readonly [id: string]: unknown };
    const changes = fs.readFileSync(path.join(folder, 'changes.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
    // Every tenth: the whole takes a minute.
    const chosen = changes.filter((_, i) => i % 10 === 0);
    // Numbers that nobody means are told, not expanded.
    const onFailure = ({ message }: Error) => expect(message).toMatch(/are not expanded/);
    for (const { file, doc, changes: steps } of chosen) {
      const changed = (steps as RecordedChange[]).reduce(applyChange, structuredClone(bases[`${file}#${doc}`]));
      for (const folderName of ['grove', 'lws']) expand(ManifestSet.of([changed]), RECORDED_CLUSTERS[folderName], { onFailure });
    }
    expect(chosen.length).toBeGreaterThan(1200);
  });
});

/** Where a value is not what a golden file says: `$pattern:` is a regular expression, `$strict: false` leaves other fields free. */
function unexpected(found: unknown, golden: unknown, at: string = ''): string[] {
  if (golden === '$notexists') return found === undefined ? [] : [at];
  if (typeof golden === 'string' && golden.startsWith('$pattern:')) {
    return new RegExp(`^${golden.slice('$pattern:'.length)}$`).test(String(found)) ? [] : [at];
  }
  if (typeof golden !== 'object' || golden === null || Array.isArray(golden)) {
    if (!Array.isArray(golden)) return found === golden ? [] : [at];
    if (!Array.isArray(found) || found.length !== golden.length) return [at];
    return golden.flatMap((item, i) => unexpected(found[i], item, `${at}[${i}]`));
  }
  const { $strict: strict, ...fields } = golden as { readonly [key: string]: unknown };
  const data = (found ?? {}) as { readonly [key: string]: unknown };
  const free = strict === false ? [] : Object.keys(data).filter((key) => !(key in fields));
  return [...free.map((key) => `${at}.${key}`), ...Object.entries(fields).flatMap(([key, value]) => unexpected(data[key], value, `${at}.${key}`))];
}
