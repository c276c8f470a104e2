import type { ShapeOverlay } from './shape-overlay';

const PORT = { minimum: 1, maximum: 65535 } as const;
const SUBDOMAIN = { format: 'dns-subdomain' } as const;
const MODES = { items: { type: 'string', minLength: 1, enum: ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'] } } as const;
const VOLUME_MODE = { minLength: 1, enum: ['Block', 'Filesystem'] } as const;

/**
 * Services, storage, RBAC, service accounts.
 *
 * Sources: kubernetes v1.36.3 pkg/apis/core/validation/validation.go (ValidateService, ValidatePersistentVolumeSpec, ValidatePersistentVolumeClaimSpec),
 * pkg/apis/rbac/validation/validation.go, pkg/apis/storage/validation/validation.go, pkg/apis/networking/validation/validation.go.
 */
export const ACCESS_AND_STORAGE_OVERLAY: { readonly [shape: string]: ShapeOverlay } = {
  'core.v1.Service': { structs: ['spec'] },
  'core.v1.ServiceSpec': {
    properties: {
      type: { enum: ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'] },
      sessionAffinity: { enum: ['ClientIP', 'None'] },
      internalTrafficPolicy: { enum: ['Cluster', 'Local'] },
      externalTrafficPolicy: { enum: ['Cluster', 'Local'] },
      ipFamilyPolicy: { enum: ['SingleStack', 'PreferDualStack', 'RequireDualStack'] },
      ipFamilies: { items: { type: 'string', enum: ['IPv4', 'IPv6'] } },
      externalIPs: { items: { type: 'string', format: 'ip' } },
      loadBalancerSourceRanges: { items: { type: 'string', format: 'cidr' } },
      trafficDistribution: { enum: ['PreferClose', 'PreferSameZone', 'PreferSameNode'] },
      loadBalancerClass: { format: 'label-key' },
    },
  },
  'core.v1.ServicePort': { properties: { port: PORT, targetPort: { minimum: 0, maximum: 65535, format: 'port-name' }, appProtocol: { format: 'label-key' }, protocol: { enum: ['SCTP', 'TCP', 'UDP'] }, name: { format: 'dns-label' } } },
  'core.v1.ClientIPConfig': { properties: { timeoutSeconds: { minimum: 1, maximum: 86400 } } },
  'core.v1.PersistentVolumeClaim': { structs: ['spec'] },
  'core.v1.PersistentVolumeClaimSpec': {
    required: ['accessModes'], properties: { accessModes: { ...MODES, minItems: 1 }, volumeMode: VOLUME_MODE, storageClassName: SUBDOMAIN, volumeAttributesClassName: SUBDOMAIN },
  },
  'core.v1.PersistentVolume': { structs: ['spec'] },
  'core.v1.PersistentVolumeSpec': {
    required: ['accessModes', 'capacity'],
    properties: { accessModes: { ...MODES, minItems: 1 }, volumeMode: VOLUME_MODE, storageClassName: SUBDOMAIN, persistentVolumeReclaimPolicy: { enum: ['Delete', 'Recycle', 'Retain'] } },
  },
  'core.v1.CSIPersistentVolumeSource': { properties: { driver: { format: 'driver-name' } } },
  'storage.v1.StorageClass': {
    properties: { provisioner: { format: 'any-case-label-key' }, reclaimPolicy: { enum: ['Delete', 'Retain'] }, volumeBindingMode: { enum: ['Immediate', 'WaitForFirstConsumer'] } },
  },
  'rbac.v1.RoleRef': { optional: ['apiGroup'], properties: { apiGroup: { enum: ['rbac.authorization.k8s.io'] }, name: { format: 'path-segment' } } },
  'rbac.v1.PolicyRule': { properties: { verbs: { minItems: 1 } } },
  'rbac.v1.Subject': { properties: { kind: { enum: ['ServiceAccount', 'User', 'Group'] } } },
  'networking.v1.HTTPIngressPath': { properties: { pathType: { enum: ['Exact', 'Prefix', 'ImplementationSpecific'] } } },
  'networking.v1.NetworkPolicyPort': { properties: { protocol: { enum: ['TCP', 'UDP', 'SCTP'] } } },
  'networking.v1.IPBlock': { properties: { cidr: { format: 'cidr' } } },
};
