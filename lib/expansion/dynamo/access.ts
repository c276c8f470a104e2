import { createHash } from 'crypto';
import { Graph, childMetadata } from './graph';
import { JsonObject } from '../../core/merge';
import { MAX_DNS_LABEL } from '../../core/names';
import { discoveryRoleBindingName, discoveryRoleName, discoveryServiceAccountName } from '../../facts/dynamo-names';
import { LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';

const RBAC = 'rbac.authorization.k8s.io';
const READ = ['get', 'list', 'watch'];

/** An account of a namespace, and its binding to a ClusterRole of the chart. Source: dynamo.md 8.1. */
export function namespaceAccount(graph: Graph, account: string, clusterRole: string): Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: childMetadata(graph, account, labelsOf(account)) },
    binding(graph, `${account}-binding`, account, 'ClusterRole', clusterRole),
  ];
}

/** What a graph's pods need to find each other. Source: dynamo.md 8.1. */
export function discoveryAccess(graph: Graph): Manifest[] {
  const account = discoveryServiceAccountName(graph.name);
  const labels = labelsOf(account);
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: childMetadata(graph, account, labels) },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'Role',
      metadata: childMetadata(graph, discoveryRoleName(graph.name), labels),
      rules: [
        { apiGroups: [''], resources: ['endpoints', 'pods'], verbs: READ },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
        { apiGroups: ['nvidia.com'], resources: ['dynamoworkermetadatas'], verbs: ['create', ...READ, 'update', 'patch', 'delete'] },
      ],
    },
    binding(graph, discoveryRoleBindingName(graph.name), account, 'Role', discoveryRoleName(graph.name)),
  ];
}

function binding(graph: Graph, name: string, account: string, kind: string, role: string): Manifest {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: childMetadata(graph, name, labelsOf(account)),
    roleRef: { apiGroup: RBAC, kind, name: role },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: graph.namespace }],
  };
}

function labelsOf(account: string): JsonObject {
  return { [LABEL_KEYS.component]: 'rbac', [LABEL_KEYS.managedBy]: 'dynamo-operator', [LABEL_KEYS.name]: labelValue(account) };
}

/** A name that is too long for a label ends in a hyphen and 8 hexadecimal digits of its SHA-256. */
function labelValue(name: string): string {
  if (name.length <= MAX_DNS_LABEL) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, MAX_DNS_LABEL - hash.length - 1)}-${hash}`;
}
