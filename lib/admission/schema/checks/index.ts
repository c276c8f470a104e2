import type { ShapeCheck } from '../shape-check';
import { clusterRoleBinding, claimSpec, configMap, persistentVolumeSpec, policyRule, roleBinding, secret, serviceSpec, subject } from './access-and-storage';
import { deviceClaim, deviceClassSpec, deviceConstraint, deviceRequest, opaqueConfiguration } from './claims';
import { downwardFile, envVar, envVarSource, oneContainer, podSpec, podTemplate, seccompProfile } from './pods';
import { resourceRequirements } from './resources';
import { labelSelector, labelSelectorRequirement, nodeSelectorRequirement, toleration } from './selectors';
import { autoscaler, job, jobObject, metric, metricTarget, selectingWorkload, updateStrategy } from './workloads';

const RESOURCE_VERSIONS = ['v1', 'v1beta2', 'v1beta1'];

/** What the server's code looks at across the fields of a type of Kubernetes itself. */
export const SHAPE_CHECKS: { readonly [shape: string]: ShapeCheck } = {
  'core.v1.PodTemplateSpec': podTemplate,
  'core.v1.PodSpec': podSpec,
  'core.v1.Container': oneContainer,
  'core.v1.EphemeralContainer': oneContainer,
  'core.v1.EnvVar': envVar,
  'core.v1.EnvVarSource': envVarSource,
  'core.v1.DownwardAPIVolumeFile': downwardFile,
  'core.v1.ResourceRequirements': resourceRequirements,
  'core.v1.Toleration': toleration,
  'core.v1.NodeSelectorRequirement': nodeSelectorRequirement,
  'meta.v1.LabelSelector': labelSelector,
  'meta.v1.LabelSelectorRequirement': labelSelectorRequirement,
  'apps.v1.DeploymentSpec': selectingWorkload,
  'apps.v1.StatefulSetSpec': selectingWorkload,
  'apps.v1.DaemonSetSpec': selectingWorkload,
  'apps.v1.DeploymentStrategy': updateStrategy,
  'apps.v1.DaemonSetUpdateStrategy': updateStrategy,
  'autoscaling.v2.MetricSpec': metric,
  'autoscaling.v2.MetricTarget': metricTarget,
  'core.v1.SeccompProfile': seccompProfile,
  'batch.v1.Job': jobObject,
  'batch.v1.JobSpec': job,
  'autoscaling.v2.HorizontalPodAutoscalerSpec': autoscaler,
  'core.v1.ServiceSpec': serviceSpec,
  'core.v1.ConfigMap': configMap,
  'core.v1.Secret': secret,
  'core.v1.PersistentVolumeClaimSpec': claimSpec,
  'core.v1.PersistentVolumeSpec': persistentVolumeSpec,
  'rbac.v1.PolicyRule': policyRule,
  'rbac.v1.RoleBinding': roleBinding,
  'rbac.v1.ClusterRoleBinding': clusterRoleBinding,
  'rbac.v1.Subject': subject,
  ...Object.fromEntries(RESOURCE_VERSIONS.flatMap((version): [string, ShapeCheck][] => [
    [`resource.${version}.DeviceClaim`, deviceClaim],
    [`resource.${version}.DeviceConstraint`, deviceConstraint],
    [`resource.${version}.DeviceRequest`, deviceRequest],
    [`resource.${version}.ExactDeviceRequest`, deviceRequest],
    [`resource.${version}.OpaqueDeviceConfiguration`, opaqueConfiguration],
    [`resource.${version}.DeviceClassSpec`, deviceClassSpec],
  ])),
};
