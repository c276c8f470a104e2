import { cliqueNamed, SetView } from './set-view';
import { claimNames } from './shared-claims';
import { waiterArguments } from './start-order';
import type { JsonObject } from '../../core/merge';
import {
  cliqueClaimName, CliquePosition, GROVE_DEFAULT_SCHEDULER, GROVE_INIT_CONTAINER, GROVE_SCHEDULING_GATE, groupClaimName, headlessServiceName,
  podCliqueName, podGenerateName, podHostname, setClaimName, tokenSecretName,
} from '../../facts/grove';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings, text } from '../../manifests/manifest-object';
import type { ExpansionContext } from '../expander';
import { asStored, withClaims, withEnvironment, withPodClaims } from '../pod-spec';
import { defined, filled, namespaceText } from '../values';

/** The pods of a PodClique, by index. scheduling.md 3.4, 9.2; without the label `grove.io/pod-template-hash`, whose value is a hash of Go structs. */
export function podsOf(set: SetView, podClique: Manifest, position: CliquePosition, context: ExpansionContext): (index: number) => Manifest {
  const spec = record(podClique.spec) ?? {};
  const written = record(spec.podSpec) ?? {};
  const metadata = record(podClique.metadata) ?? {};
  const labels: { [key: string]: string } = { ...strings(metadata.labels), [LABEL_KEYS.grovePodClique]: podCliqueName(position) };
  const schedulerName = schedulerOf(text(written.schedulerName), context);
  const ownAnnotations = filled({ ...strings(metadata.annotations), ...schedulerAnnotations(schedulerName, labels) });
  const environment = podEnvironment(set, position);
  const parents = list(spec.startsAfter).map(String);
  // A scaled gang waits for the base gang to be scheduled; the gate of a base gang goes as soon as all its pods exist. scheduling.md 3.3
  const gates = labels[LABEL_KEYS.groveBasePodGang] === undefined ? undefined : [{ name: GROVE_SCHEDULING_GATE }];
  const claimsAt = claimsOf(set, position);
  const podName = podGenerateName(position);
  const subdomain = headlessServiceName(set.name, position.replica);
  const specWith = (claims: readonly string[]): JsonObject => {
    // Grove puts its own in place of those that users write. scheduling.md 2.3
    const { schedulingGates: _, ...own } = written;
    const stored = asStored({ ...own, schedulerName }, (container) => withClaims(withEnvironment(container, environment()), claims));
    const claimed = withPodClaims(stored, claims.map((name) => ({ name, resourceClaimName: name })));
    return parents.length > 0 ? withWaiter(set, claimed, parents) : claimed;
  };
  // Pods with the same claims differ in little: they share what is the same.
  let last: { readonly claims: string; readonly spec: JsonObject } | undefined;
  return (index) => {
    const claims = claimsAt(index);
    const key = claims.join(' ');
    if (last?.claims !== key) last = { claims: key, spec: specWith(claims) };
    const podSpec: { [key: string]: unknown } = { ...last.spec, hostname: podHostname(position, index), subdomain };
    if (gates) podSpec.schedulingGates = gates;
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: defined({
        name: podName,
        namespace: set.namespace,
        labels: { ...labels, [LABEL_KEYS.grovePodIndex]: String(index) },
        annotations: ownAnnotations,
      }),
      spec: podSpec,
    };
  };
}

/** The scheduler of pods that name one or not. scheduling.md 3.6 */
export function schedulerOf(written: string | undefined, { cluster }: ExpansionContext): string {
  return written ?? cluster.operators.groveDefaultScheduler ?? GROVE_DEFAULT_SCHEDULER;
}

function schedulerAnnotations(scheduler: string, labels: { readonly [key: string]: string }): { [key: string]: string } {
  return scheduler === 'volcano' ? { [ANNOTATION_KEYS.volcanoGroupName]: labels[LABEL_KEYS.grovePodGang] } : {};
}

/** Claims shared by the set, the group and the clique, in this order. scheduling.md 9.2 */
function claimsOf(set: SetView, position: CliquePosition): (index: number) => string[] {
  const { replica = 0, groupReplica = 0 } = position;
  const group = set.groups.find(({ name }) => name === position.group);
  const clique = cliqueNamed(set, position.clique);
  const ofSet = { sharing: set.sharing, name: (template: string, at?: number) => setClaimName(set.name, template, at) };
  const ofGroup = group && {
    sharing: group.sharing, name: (template: string, at?: number) => groupClaimName(set.name, group.name, template, replica, at),
  };
  const above = [
    ...claimNames(ofSet, replica, [position.clique, ...group ? [group.name] : []]),
    ...ofGroup ? claimNames(ofGroup, groupReplica, [position.clique]) : [],
  ];
  // A clique's own entries have no filter.
  const own = { sharing: clique?.sharing ?? [], name: (template: string, at?: number) => cliqueClaimName(position, template, at) };
  return (index) => [...above, ...claimNames(own, index, [])];
}

/** New objects each time, as two places of one YAML document that share an object are written as an alias. */
function podEnvironment(set: SetView, position: CliquePosition): () => JsonObject[] {
  const { replica = 0 } = position;
  const service = `${headlessServiceName(set.name, replica)}.${namespaceText(set.namespace)}.svc.cluster.local`;
  return () => [
    { name: 'GROVE_PCS_NAME', value: set.name },
    { name: 'GROVE_PCS_INDEX', value: String(replica) },
    { name: 'GROVE_PCLQ_NAME', value: podCliqueName(position) },
    { name: 'GROVE_HEADLESS_SERVICE', value: service },
    { name: 'GROVE_PCLQ_POD_INDEX', valueFrom: { fieldRef: { fieldPath: `metadata.labels['${LABEL_KEYS.grovePodIndex}']` } } },
  ];
}

const TOKEN_VOLUME = 'sa-token-secret-vol';
const POD_INFO_VOLUME = 'pod-info-vol';

/**
 * The init container that waits for other cliques, after the clique's own, with its volumes.
 * Arguments: scheduling.md 9.2; volumes were not recorded: ai-dynamo/grove v0.1.0-alpha.12-rc1, podclique/components/pod/initcontainer.go.
 */
function withWaiter(set: SetView, podSpec: JsonObject, podCliques: readonly string[]): JsonObject {
  return {
    ...podSpec,
    volumes: [
      ...list(podSpec.volumes),
      { name: TOKEN_VOLUME, secret: { secretName: tokenSecretName(set.name), defaultMode: 420 } },
      {
        name: POD_INFO_VOLUME,
        downwardAPI: {
          items: [
            { path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } },
            { path: 'podgangname', fieldRef: { fieldPath: `metadata.labels['${LABEL_KEYS.grovePodGang}']` } },
          ],
        },
      },
    ],
    initContainers: [
      ...list(podSpec.initContainers),
      {
        name: GROVE_INIT_CONTAINER,
        image: GROVE_INIT_CONTAINER,
        args: waiterArguments(set, podCliques),
        volumeMounts: [
          { name: POD_INFO_VOLUME, readOnly: true, mountPath: '/var/grove/pod-info' },
          { name: TOKEN_VOLUME, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
        ],
      },
    ],
  };
}
