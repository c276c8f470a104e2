import { isJsonObject } from '../../core/merge';

/**
 * Fields of pod templates and component deployments in the order in which Go writes them: one order suits every type, except those below.
 * Source: order of the fields in k8s.io/api core/v1 v0.36.2 and in the operator's api/v1beta1, 1.4.0 (dynamo.md 3.2).
 */
const ORDER = [
  'nodeAffinity podAffinity podAntiAffinity driver add drop resourceName action exitCodes medium sizeLimit prefix configMapRef secretRef volumeClaimTemplate',
  'ip hostnames reference pullPolicy matchLabels matchExpressions postStart preStop stopSignal exec httpGet tcpSocket sleep server',
  'requiredDuringSchedulingIgnoredDuringExecution preferredDuringSchedulingIgnoredDuringExecution nodeSelectorTerms matchFields apiVersion fieldPath',
  'accessModes selector metadata claimName labelSelector namespaces topologyKey namespaceSelector matchLabelKeys mismatchLabelKeys nameservers searches options',
  'conditionType podGroupName volumes initContainers containers ephemeralContainers weight preference grpc initialDelaySeconds timeoutSeconds periodSeconds',
  'successThreshold failureThreshold sources containerName resource divisor limits requests claims user role secretName capabilities privileged seLinuxOptions',
  'windowsOptions runAsUser runAsGroup runAsNonRoot supplementalGroups supplementalGroupsPolicy fsGroup sysctls fsGroupChangePolicy readOnlyRootFilesystem',
  'allowPrivilegeEscalation procMount seccompProfile appArmorProfile seLinuxChangePolicy audience expirationSeconds seconds apiGroup kind podAffinityTerm',
  'backendFramework name key items defaultMode optional hostPort containerPort protocol hostIP operator values path type localhostProfile readOnly fsType',
  'volumeAttributes nodePublishSecretRef fieldRef resourceFieldRef mode value valueFrom configMapKeyRef secretKeyRef fileKeyRef port service host scheme',
  'httpHeaders namespace labels annotations spec resourceClaimName resourceClaimTemplateName request level effect tolerationSeconds hostPath emptyDir secret nfs',
  'iscsi persistentVolumeClaim downwardAPI configMap projected csi ephemeral image command args workingDir ports envFrom env resources resizePolicy',
  'restartPolicy restartPolicyRules volumeMounts volumeDevices livenessProbe readinessProbe startupProbe lifecycle terminationMessagePath',
  'terminationMessagePolicy imagePullPolicy volumeName storageClassName volumeMode dataSource dataSourceRef volumeAttributesClassName',
  'terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount automountServiceAccountToken nodeName',
  'hostNetwork hostPID hostIPC shareProcessNamespace securityContext stdin stdinOnce tty imagePullSecrets hostname subdomain affinity schedulerName',
  'tolerations hostAliases priorityClassName priority dnsConfig readinessGates runtimeClassName enableServiceLinks preemptionPolicy overhead',
  'topologySpreadConstraints setHostnameAsFQDN os hostUsers schedulingGates resourceClaims hostnameOverride schedulingGroup devicePath recursiveReadOnly',
  'serviceAccountToken clusterTrustBundle podCertificate globalDynamoNamespace podTemplate multinode sharedMemorySize modelRef frontendSidecar',
  'compilationCache topologyConstraint experimental revision pvcName mountPath subPath mountPropagation subPathExpr gpuMemoryService failover checkpoint',
  'deviceClassName extraClientContainers extraClientPods numShadows',
].join(' ').split(' ');

/** Another order, by the key of the list or object. */
const EXCEPTIONS: { readonly [key: string]: readonly string[] } = {
  topologySpreadConstraints: ['maxSkew', 'topologyKey', 'whenUnsatisfiable', 'labelSelector', 'minDomains', 'nodeAffinityPolicy', 'nodeTaintsPolicy', 'matchLabelKeys'],
};

/** Maps, whose keys Go sorts. */
const MAPS = new Set(['labels', 'annotations', 'nodeSelector', 'matchLabels', 'limits', 'requests', 'overhead', 'volumeAttributes']);

const RANKS = ranks(ORDER);
const EXCEPTION_RANKS = new Map(Object.entries(EXCEPTIONS).map(([key, order]) => [key, ranks(order)]));
const NO_RANKS = new Map<string, number>();

/** Canonical data as Go's encoder writes it, byte by byte. Fields that the table does not know come last. */
export function goJson(value: unknown, key: string = ''): string {
  if (Array.isArray(value)) return `[${value.map((item) => goJson(item, key)).join(',')}]`;
  if (!isJsonObject(value)) return scalar(value);
  const order = MAPS.has(key) ? NO_RANKS : EXCEPTION_RANKS.get(key) ?? RANKS;
  const rank = (name: string) => order.get(name) ?? order.size;
  const keys = Object.keys(value).filter((name) => value[name] !== undefined).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return `{${keys.map((name) => `${scalar(name)}:${goJson(value[name], name)}`).join(',')}}`;
}

/** Go writes the characters of HTML, and two line separators, as escapes. */
function scalar(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function ranks(order: readonly string[]): Map<string, number> {
  return new Map(order.map((name, i) => [name, i]));
}
