import { DIFFERENCES } from './dynamo-operator-differences';
import { Difference, RECORDED_CLUSTERS, RecordedObject, Recording, differences, expansionOf, ownerKind, recordings } from './operator-record';
import { describeWithShared } from '../support/shared';

/** Owners of what the Dynamo operator makes; accounts of a namespace have none. */
const OWNERS = ['DynamoGraphDeployment', 'DynamoComponentDeployment'];
const ACCOUNTS = /^(planner|epp)-serviceaccount(-binding)?$/;

/** What the server or controllers write for themselves, and the conversion's memory of v1alpha1. */
const BOOKKEEPING = ['ownerReferences', 'finalizers', 'namespace'];
const CONVERSION = 'nvidia.com/dcd-spec';
const ALLOCATED = ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy'];

/** The generation of workers: the operator's digits are its own (lib/expansion/dynamo/worker-hash.ts). */
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
    const [grove, topology, plain, lws] = results.map(({ kinds }) => Object.fromEntries([...kinds].sort().map(([kind, { all: n, equal }]) => [kind, `${equal} of ${n}`])));
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
    "Deployment": "406 of 415",
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
