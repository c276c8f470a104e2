/** A difference between the record and our expansion that is meant to be. */
export interface KnownDifference {
  /** Of the kind and the path, `Kind path`; the path is empty for an object as a whole. */
  readonly at: RegExp;
  /** Only in these recordings. */
  readonly files?: RegExp;
  /** How often it is there, over all folders: fewer or more is news. */
  readonly times: number;
  readonly reason: string;
}

/**
 * Every difference between what the Dynamo operator 1.4.0 made of the published graphs and what we expand. Beside them three things are
 * never compared: what the server allocates (cluster IPs), owners and finalizers, and `nvidia.com/dcd-spec`, where the conversion keeps
 * a v1alpha1 original (we keep of it only what the operator reads back).
 */
export const DIFFERENCES: readonly KnownDifference[] = [
  {
    at: /^ConfigMap data\.wait-for-leader\.py$/,
    times: 61,
    reason: 'a program of the operator, the same for every graph: not repeated in the library',
  },
  {
    at: /^LeaderWorkerSet spec\.rolloutStrategy$/,
    times: 25,
    reason: 'recorded as {type: ""}, since the webhook of LeaderWorkerSet, which writes RollingUpdate, did not run (truth/README.md)',
  },
  {
    at: /^(DynamoComponentDeployment|Deployment|Service) $/,
    files: /^plain\/dynamo__examples__global_planner__global-planner-/,
    times: 15,
    reason: 'a component of type `default` is refused off Grove, and the operator stops there: the others are made in part, not always the same ones (R89)',
  },
  {
    at: /^(Deployment|Service) $/,
    files: /^plain\/dynamo__examples__deployments__GKE__vllm__v1beta1__disagg\.json$/,
    times: 2,
    reason: 'the server refuses a pod whose probe has no handler, so there is no Deployment, and no Service after it (R88)',
  },
];
