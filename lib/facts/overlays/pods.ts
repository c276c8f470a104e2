import type { ShapeOverlay } from './shape-overlay';

const PORT = { minimum: 1, maximum: 65535 } as const;
const PORT_OR_NAME = { ...PORT, format: 'port-name' } as const;
/** 0 is no value. */
const OPTIONAL_PORT = { minimum: 0, maximum: 65535 } as const;
const AT_LEAST_0 = { minimum: 0 } as const;
const AT_LEAST_1 = { minimum: 1 } as const;
/** Users and groups of Linux. */
const ID = { minimum: 0, maximum: 2147483647 } as const;
const MODE = { minimum: 0, maximum: 511 } as const;
const SUBDOMAIN = { format: 'dns-subdomain' } as const;
/** A pointer in Go: present means not empty. */
const GIVEN = { format: 'dns-subdomain', minLength: 1 } as const;
const LABEL = { format: 'dns-label' } as const;
const HANDLERS = ['exec', 'httpGet', 'tcpSocket'];

const CONTAINER: ShapeOverlay = {
  properties: {
    name: LABEL,
    imagePullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] },
    terminationMessagePolicy: { enum: ['File', 'FallbackToLogsOnError'] },
    restartPolicy: { enum: ['Always', 'Never', 'OnFailure'] },
  },
  required: ['image'],
};

/**
 * Types that pods are made of.
 *
 * Source: kubernetes v1.36.3 pkg/apis/core/validation/validation.go (ValidatePodSpec, validateContainerCommon, validateVolumeSource,
 * ValidateTolerations, validateAffinity …), its defaults pkg/apis/core/v1/defaults.go.
 */
export const POD_OVERLAY: { readonly [shape: string]: ShapeOverlay } = {
  'core.v1.PodSpec': {
    properties: {
      restartPolicy: { enum: ['Always', 'OnFailure', 'Never'] },
      dnsPolicy: { enum: ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'] },
      preemptionPolicy: { enum: ['PreemptLowerPriority', 'Never'] },
      serviceAccountName: SUBDOMAIN,
      nodeName: SUBDOMAIN,
      priorityClassName: SUBDOMAIN,
      runtimeClassName: SUBDOMAIN,
      hostnameOverride: { format: 'dns-subdomain', maxLength: 64 },
      activeDeadlineSeconds: { minimum: 1, maximum: 2147483647 },
      containers: { minItems: 1 },
    },
  },
  'core.v1.Container': CONTAINER,
  'core.v1.EphemeralContainer': CONTAINER,
  'core.v1.ContainerPort': {
    properties: { containerPort: PORT, hostPort: OPTIONAL_PORT, name: { format: 'port-name' }, protocol: { enum: ['TCP', 'UDP', 'SCTP'] } },
  },
  'core.v1.EnvVar': { properties: { name: { format: 'env-name' } } },
  'core.v1.EnvVarSource': { exactlyOne: ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'] },
  'core.v1.EnvFromSource': { exactlyOne: ['configMapRef', 'secretRef'], properties: { prefix: { format: 'env-name' } } },
  'core.v1.SecretKeySelector': { required: ['name'], properties: { key: { format: 'config-key' }, name: SUBDOMAIN } },
  'core.v1.ConfigMapKeySelector': { required: ['name'], properties: { key: { format: 'config-key' }, name: SUBDOMAIN } },
  'core.v1.SecretEnvSource': { required: ['name'], properties: { name: SUBDOMAIN } },
  'core.v1.ConfigMapEnvSource': { required: ['name'], properties: { name: SUBDOMAIN } },
  'core.v1.FileKeySelector': { properties: { path: { format: 'relative-path' }, key: { format: 'env-name' } } },
  'core.v1.ResourceClaim': { properties: { name: LABEL, request: LABEL } },
  'core.v1.ContainerResizePolicy': { properties: { resourceName: { enum: ['cpu', 'memory'] }, restartPolicy: { enum: ['NotRequired', 'RestartContainer'] } } },
  'core.v1.ContainerRestartRule': { properties: { action: { enum: ['Restart', 'RestartAllContainers'] } }, required: ['exitCodes'] },
  'core.v1.ContainerRestartRuleOnExitCodes': { properties: { operator: { enum: ['In', 'NotIn'] } } },
  'core.v1.Probe': {
    exactlyOne: [...HANDLERS, 'grpc'],
    properties: {
      initialDelaySeconds: AT_LEAST_0,
      timeoutSeconds: AT_LEAST_0,
      periodSeconds: AT_LEAST_0,
      successThreshold: AT_LEAST_0,
      failureThreshold: AT_LEAST_0,
      terminationGracePeriodSeconds: AT_LEAST_1,
    },
  },
  'core.v1.LifecycleHandler': { exactlyOne: [...HANDLERS, 'sleep'] },
  'core.v1.ExecAction': { required: ['command'], properties: { command: { minItems: 1 } } },
  'core.v1.HTTPGetAction': { properties: { port: PORT_OR_NAME, scheme: { enum: ['HTTP', 'HTTPS'] } } },
  'core.v1.HTTPHeader': { mayBeEmpty: ['value'], properties: { name: { pattern: '^[-A-Za-z0-9]+$' } } },
  'core.v1.TCPSocketAction': { properties: { port: PORT_OR_NAME } },
  'core.v1.GRPCAction': { properties: { port: PORT } },
  'core.v1.SleepAction': { properties: { seconds: AT_LEAST_0 } },
  'core.v1.SecurityContext': { properties: { runAsUser: ID, runAsGroup: ID, procMount: { enum: ['Default', 'Unmasked'] } } },
  'core.v1.PodSecurityContext': {
    properties: {
      runAsUser: ID,
      runAsGroup: ID,
      fsGroup: ID,
      supplementalGroups: { items: { type: 'integer', format: 'int64', ...ID } },
      fsGroupChangePolicy: { enum: ['OnRootMismatch', 'Always'] },
      supplementalGroupsPolicy: { enum: ['Merge', 'Strict'] },
      seLinuxChangePolicy: { enum: ['MountOption', 'Recursive'] },
    },
  },
  'core.v1.SeccompProfile': { properties: { type: { enum: ['Localhost', 'RuntimeDefault', 'Unconfined'] }, localhostProfile: { format: 'relative-path' } } },
  'core.v1.AppArmorProfile': { properties: { type: { enum: ['Localhost', 'RuntimeDefault', 'Unconfined'] } } },
  'core.v1.Sysctl': { mayBeEmpty: ['value'], properties: { name: { maxLength: 253, pattern: '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$' } } },
  'core.v1.PodOS': { properties: { name: { enum: ['linux', 'windows'] } } },
  'core.v1.PodResourceClaim': { exactlyOne: ['resourceClaimName', 'resourceClaimTemplateName'], properties: { name: LABEL, resourceClaimName: GIVEN, resourceClaimTemplateName: GIVEN } },
  'core.v1.PodSchedulingGate': { properties: { name: { format: 'label-key' } } },
  'core.v1.PodReadinessGate': { properties: { conditionType: { format: 'label-key' } } },
  'core.v1.Toleration': {
    properties: { key: { format: 'label-key' }, operator: { enum: ['Exists', 'Equal'] }, effect: { enum: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] }, value: { format: 'label-value' } },
  },
  'core.v1.PodAffinityTerm': { properties: { topologyKey: { format: 'label-key' }, namespaces: { items: { type: 'string', format: 'dns-label' } } } },
  'core.v1.WeightedPodAffinityTerm': { structs: ['podAffinityTerm'], properties: { weight: { minimum: 1, maximum: 100 } } },
  'core.v1.PreferredSchedulingTerm': { structs: ['preference'], properties: { weight: { minimum: 1, maximum: 100 } } },
  'core.v1.NodeSelector': { properties: { nodeSelectorTerms: { minItems: 1 } } },
  'core.v1.NodeSelectorRequirement': { properties: { key: { format: 'label-key' }, operator: { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] } } },
  'core.v1.TopologySpreadConstraint': {
    properties: {
      maxSkew: AT_LEAST_1,
      minDomains: AT_LEAST_1,
      topologyKey: { format: 'label-key' },
      whenUnsatisfiable: { enum: ['DoNotSchedule', 'ScheduleAnyway'] },
      nodeAffinityPolicy: { enum: ['Ignore', 'Honor'] },
      nodeTaintsPolicy: { enum: ['Ignore', 'Honor'] },
    },
  },
  'core.v1.HostAlias': { properties: { ip: { format: 'ip' }, hostnames: { items: { type: 'string', format: 'dns-subdomain' } } } },
  'core.v1.PodDNSConfig': { properties: { nameservers: { items: { type: 'string', format: 'ip' }, maxItems: 3 } } },
  'core.v1.PodDNSConfigOption': { required: ['name'] },
  'meta.v1.LabelSelectorRequirement': { properties: { key: { format: 'label-key' }, operator: { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] } } },
  'core.v1.Volume': {
    properties: { name: LABEL },
    atMostOne: [
      'emptyDir', 'hostPath', 'gitRepo', 'gcePersistentDisk', 'awsElasticBlockStore', 'secret', 'nfs', 'iscsi', 'glusterfs', 'flocker', 'persistentVolumeClaim', 'rbd', 'cinder',
      'cephfs', 'quobyte', 'downwardAPI', 'fc', 'azureFile', 'configMap', 'vsphereVolume', 'azureDisk', 'storageos', 'photonPersistentDisk', 'portworxVolume', 'scaleIO', 'projected',
      'csi', 'ephemeral', 'image', 'flexVolume',
    ],
  },
  'core.v1.VolumeMount': {
    properties: { mountPropagation: { enum: ['Bidirectional', 'HostToContainer', 'None'], minLength: 1 }, recursiveReadOnly: { enum: ['Disabled', 'IfPossible', 'Enabled'] }, subPath: { format: 'relative-path' }, subPathExpr: { format: 'relative-path' } },
    atMostOne: ['subPath', 'subPathExpr'],
  },
  'core.v1.KeyToPath': { properties: { path: { format: 'relative-path' }, mode: MODE } },
  'core.v1.ConfigMapVolumeSource': { required: ['name'], properties: { defaultMode: MODE } },
  'core.v1.SecretVolumeSource': { required: ['secretName'], properties: { defaultMode: MODE } },
  'core.v1.ProjectedVolumeSource': { properties: { defaultMode: MODE } },
  'core.v1.DownwardAPIVolumeSource': { properties: { defaultMode: MODE } },
  'core.v1.DownwardAPIVolumeFile': { properties: { path: { format: 'relative-path' }, mode: MODE } },
  'core.v1.HostPathVolumeSource': {
    properties: { path: { format: 'no-back-steps' }, type: { enum: ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'] } },
  },
  'core.v1.ImageVolumeSource': { properties: { pullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] } }, required: ['reference'] },
  'core.v1.CSIVolumeSource': { properties: { driver: { format: 'driver-name' } } },
};
