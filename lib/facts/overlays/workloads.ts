import type { ShapeOverlay } from './shape-overlay';

const AT_LEAST_0 = { minimum: 0 } as const;
const AT_LEAST_1 = { minimum: 1 } as const;
const RETENTION = { enum: ['Retain', 'Delete'] } as const;

/**
 * Deployments, StatefulSets, DaemonSets, Jobs, autoscalers, disruption budgets.
 *
 * Sources: kubernetes v1.36.3 pkg/apis/{apps,batch,autoscaling,policy,scheduling}/validation/validation.go.
 */
export const WORKLOAD_OVERLAY: { readonly [shape: string]: ShapeOverlay } = {
  'apps.v1.Deployment': { structs: ['spec'] },
  'apps.v1.StatefulSet': { structs: ['spec'] },
  'apps.v1.DaemonSet': { structs: ['spec'] },
  'batch.v1.Job': { structs: ['spec'] },
  'batch.v1.CronJob': { structs: ['spec'] },
  'core.v1.Pod': { structs: ['spec'] },
  'core.v1.PodTemplateSpec': { structs: ['spec'] },
  'batch.v1.JobTemplateSpec': { structs: ['spec'] },
  'apps.v1.DeploymentSpec': { structs: ['template'], properties: { replicas: AT_LEAST_0, minReadySeconds: AT_LEAST_0, revisionHistoryLimit: AT_LEAST_0, progressDeadlineSeconds: AT_LEAST_0 } },
  'apps.v1.DeploymentStrategy': { properties: { type: { enum: ['Recreate', 'RollingUpdate'] } } },
  'apps.v1.StatefulSetSpec': { structs: ['template'], properties: { serviceName: { format: 'dns-label' }, replicas: AT_LEAST_0, minReadySeconds: AT_LEAST_0, podManagementPolicy: { enum: ['OrderedReady', 'Parallel'] } } },
  'apps.v1.StatefulSetUpdateStrategy': { properties: { type: { enum: ['RollingUpdate', 'OnDelete'] } } },
  'apps.v1.StatefulSetOrdinals': { properties: { start: AT_LEAST_0 } },
  'apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy': { properties: { whenDeleted: RETENTION, whenScaled: RETENTION } },
  'apps.v1.RollingUpdateStatefulSetStrategy': { properties: { partition: AT_LEAST_0 } },
  'apps.v1.DaemonSetSpec': { structs: ['template'], properties: { minReadySeconds: AT_LEAST_0, revisionHistoryLimit: AT_LEAST_0 } },
  'apps.v1.DaemonSetUpdateStrategy': { properties: { type: { enum: ['RollingUpdate', 'OnDelete'] } } },
  'batch.v1.JobSpec': {
    structs: ['template'],
    properties: {
      parallelism: AT_LEAST_0,
      completions: AT_LEAST_0,
      backoffLimit: AT_LEAST_0,
      backoffLimitPerIndex: AT_LEAST_0,
      activeDeadlineSeconds: AT_LEAST_0,
      ttlSecondsAfterFinished: AT_LEAST_0,
      completionMode: { enum: ['NonIndexed', 'Indexed'] },
      podReplacementPolicy: { enum: ['Failed', 'TerminatingOrFailed'] },
      maxFailedIndexes: AT_LEAST_0,
    },
  },
  'batch.v1.CronJobSpec': {
    structs: ['jobTemplate'],
    properties: { concurrencyPolicy: { enum: ['Allow', 'Forbid', 'Replace'] }, startingDeadlineSeconds: AT_LEAST_0, successfulJobsHistoryLimit: AT_LEAST_0, failedJobsHistoryLimit: AT_LEAST_0 },
  },
  'batch.v1.PodFailurePolicyRule': { properties: { action: { enum: ['Count', 'FailIndex', 'FailJob', 'Ignore'] } } },
  'batch.v1.PodFailurePolicyOnExitCodesRequirement': { properties: { operator: { enum: ['In', 'NotIn'] } } },
  'autoscaling.v2.HorizontalPodAutoscaler': { structs: ['spec'] },
  'autoscaling.v2.HorizontalPodAutoscalerSpec': { structs: ['scaleTargetRef'], properties: { minReplicas: AT_LEAST_1, maxReplicas: AT_LEAST_1 } },
  'autoscaling.v2.CrossVersionObjectReference': { properties: { kind: { format: 'path-segment' }, name: { format: 'path-segment' } } },
  'autoscaling.v2.HPAScalingRules': { properties: { policies: { minItems: 1 }, selectPolicy: { enum: ['Max', 'Min', 'Disabled'] }, stabilizationWindowSeconds: { minimum: 0, maximum: 3600 } } },
  'autoscaling.v2.HPAScalingPolicy': { properties: { type: { enum: ['Pods', 'Percent'] }, value: AT_LEAST_1, periodSeconds: { minimum: 1, maximum: 1800 } } },
  'autoscaling.v2.MetricSpec': { properties: { type: { enum: ['Object', 'Pods', 'Resource', 'ContainerResource', 'External'] } } },
  'autoscaling.v2.MetricTarget': { properties: { type: { enum: ['Utilization', 'Value', 'AverageValue'] }, averageUtilization: AT_LEAST_1 } },
  'autoscaling.v2.MetricIdentifier': { unlimited: ['selector'], properties: { name: { format: 'path-segment' } } },
  'policy.v1.PodDisruptionBudgetSpec': { atMostOne: ['minAvailable', 'maxUnavailable'], properties: { unhealthyPodEvictionPolicy: { enum: ['AlwaysAllow', 'IfHealthyBudget'] } } },
  'scheduling.v1.PriorityClass': { properties: { preemptionPolicy: { enum: ['PreemptLowerPriority', 'Never'] } } },
};
