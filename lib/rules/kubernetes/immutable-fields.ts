import type { JsonPath } from '../../manifests/manifest';

/** What of a kind stays as it was created. */
export interface ImmutableFields {
  /** Paths whose values stay; everything below them does. */
  readonly fields: readonly JsonPath[];
  /** Paths below those that may change all the same; `*` is every item of a list. */
  readonly except?: readonly JsonPath[];
  /** A path that must hold `true` in the old object: only then do the fields stay. */
  readonly onlyIf?: JsonPath;
  /** Fields that may be set where nothing stood. */
  readonly mayBeSet?: boolean;
}

const SELECTOR: ImmutableFields = { fields: [['spec', 'selector']] };
const ROLE_REF: ImmutableFields = { fields: [['roleRef']] };
const SPEC: ImmutableFields = { fields: [['spec']] };

/**
 * What Kubernetes' own validation keeps on update, by `group/Kind`. Custom resources say it in their CEL rules and webhooks.
 *
 * Source: k8s.io/kubernetes 1.36 pkg/apis (apps, batch, core, node, networking, rbac, resource, scheduling, storage: validation of updates);
 * each row asked of kube-apiserver 1.36.3.
 */
export const IMMUTABLE_FIELDS: { readonly [kind: string]: readonly ImmutableFields[] } = {
  'apps/Deployment': [SELECTOR],
  'apps/ReplicaSet': [SELECTOR],
  'apps/DaemonSet': [SELECTOR],
  'apps/StatefulSet': [{ fields: ['serviceName', 'selector', 'volumeClaimTemplates', 'podManagementPolicy'].map((key) => ['spec', key]) }],
  'batch/Job': [
    {
      fields: ['template', 'selector', 'completionMode', 'podFailurePolicy', 'successPolicy', 'backoffLimitPerIndex', 'managedBy'].map((key) => ['spec', key]),
      // Of a suspended Job that never started these may change; whether it did start, no manifest says.
      except: [
        ...['affinity', 'nodeSelector', 'tolerations', 'schedulingGates'].map((key) => ['spec', 'template', 'spec', key]),
        ...['containers', 'initContainers'].map((key) => ['spec', 'template', 'spec', key, '*', 'resources']),
        ['spec', 'template', 'metadata', 'labels'], ['spec', 'template', 'metadata', 'annotations'],
      ],
    },
  ],
  '/PersistentVolumeClaim': [
    { fields: ['accessModes', 'selector', 'volumeMode', 'dataSource', 'dataSourceRef'].map((key) => ['spec', key]) },
    { fields: [['spec', 'storageClassName'], ['spec', 'volumeName']], mayBeSet: true },
  ],
  '/Secret': [
    { fields: [['type']] },
    { fields: [['data'], ['stringData'], ['immutable']], onlyIf: ['immutable'] },
  ],
  '/ConfigMap': [{ fields: [['data'], ['binaryData'], ['immutable']], onlyIf: ['immutable'] }],
  '/Service': [{ fields: [['spec', 'clusterIP']], mayBeSet: true }],
  'rbac.authorization.k8s.io/RoleBinding': [ROLE_REF],
  'rbac.authorization.k8s.io/ClusterRoleBinding': [ROLE_REF],
  'resource.k8s.io/ResourceClaim': [SPEC],
  'resource.k8s.io/ResourceClaimTemplate': [SPEC],
  'scheduling.k8s.io/PriorityClass': [{ fields: [['value'], ['preemptionPolicy']] }],
  'storage.k8s.io/StorageClass': [{ fields: [['provisioner'], ['parameters'], ['reclaimPolicy'], ['volumeBindingMode']] }],
  'node.k8s.io/RuntimeClass': [{ fields: [['handler']] }],
  'networking.k8s.io/IngressClass': [{ fields: [['spec', 'controller']] }],
};
