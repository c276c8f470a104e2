import type { Release } from '../../../facts/release';
import type { TopologyFacts } from '../../deployment/topology-levels';

/** What Dynamo's webhooks look up: the operator's configuration and the cluster. What is not given is not known, which is not the same as absent. */
export interface DynamoAdmissionFacts extends TopologyFacts {
  /** The release that is installed; not known: its rules are those of 1.4. */
  readonly release?: Release;
  /** Whether the operator's Grove gate is on. Not known: rules that ask for Grove are not judged, and names are held to Grove's budget. */
  readonly grove?: boolean;
  /** `checkpoint.enabled` of the platform. */
  readonly checkpoints?: boolean;
  /** Whether the InferencePool API (`inference.networking.k8s.io`) is served. */
  readonly inferencePools?: boolean;
  /** Whether the operator finds GPUs by itself: any cluster-wide operator, and a namespaced one with `gpuDiscovery.enabled`. */
  readonly gpuDiscovery?: boolean;
}

/** As `enforcedBy` of a rule. */
export const DYNAMO_WEBHOOK = 'webhook: Dynamo operator';

/** Where the rules are from. */
export const DYNAMO_SOURCE = 'dynamo.md 2.6 (ai-dynamo/dynamo deploy/operator/internal/webhook/validation, 1.4.0)';
