import { CHECKPOINT_RULES } from './checkpoint-rules';
import { COMPONENT_RULES } from './component-rules';
import type { DynamoAdmissionFacts } from './dynamo-admission-facts';
import { DynamoGraphView, dynamoGraphView, graphOf } from './dynamo-graph-view';
import { EPP_RULES } from './epp-rules';
import { GPU_MEMORY_RULES } from './gpu-memory-rules';
import { GROVE_RULES } from './grove-rules';
import { METADATA_RULES } from './metadata-rules';
import { MODEL_RULES } from './model-rules';
import { REQUEST_RULES } from './request-rules';
import { TOPOLOGY_RULES } from './topology-rules';
import { UPDATE_RULES } from './update-rules';
import { V1ALPHA1_RULES } from './v1alpha1-rules';
import type { Rule } from '../../../admission/rule';
import type { RuleContext } from '../../../admission/rule-context';
import type { Manifest } from '../../../manifests/manifest';
import { AdmissionRule, Docket, objectsOfKind } from '../../deployment/admission-rule';
import { Place } from '../../deployment/place';
import { topologyBindingsIn } from '../../deployment/topology-levels';
import { judge, WebhookRule, WebhookVerdict } from '../../deployment/webhook-rule';

/** What Dynamo's webhooks enforce on a DynamoGraphDeployment and a DynamoComponentDeployment, of either version. */
export const DYNAMO_GRAPH_RULES: readonly WebhookRule<DynamoGraphView, DynamoAdmissionFacts>[] = [
  ...METADATA_RULES, ...COMPONENT_RULES, ...GROVE_RULES, ...GPU_MEMORY_RULES, ...EPP_RULES, ...TOPOLOGY_RULES, ...V1ALPHA1_RULES, ...UPDATE_RULES,
];

/** What Dynamo's webhooks enforce on other kinds. DynamoGraphDeploymentScalingAdapter and DynamoWorkerMetadata have no rules beside their schemas. */
export const DYNAMO_OBJECT_RULES: { readonly [kind: string]: readonly WebhookRule<Place, DynamoAdmissionFacts>[] } = {
  DynamoGraphDeploymentRequest: REQUEST_RULES,
  DynamoModel: MODEL_RULES,
  DynamoCheckpoint: CHECKPOINT_RULES,
};

/**
 * What Dynamo's webhooks (1.4) would refuse in an object.
 *
 * @param previous the object as it is in the cluster: then its changes are judged too
 * @returns no problems for kinds that Dynamo's webhooks do not look at
 */
export function judgeDynamoAdmission(manifest: Manifest, facts: DynamoAdmissionFacts = {}, previous?: Manifest): WebhookVerdict {
  if (!manifest.apiVersion.startsWith('nvidia.com/')) return judge([], undefined, facts);
  if (manifest.kind === 'DynamoGraphDeployment' || manifest.kind === 'DynamoComponentDeployment') {
    return judge(DYNAMO_GRAPH_RULES, dynamoGraphView(manifest), facts, previous && dynamoGraphView(previous));
  }
  const old = previous && new Place(previous);
  return judge(hasRules(manifest) ? DYNAMO_OBJECT_RULES[manifest.kind] ?? [] : [], new Place(manifest), facts, old);
}

/** Dynamo's webhook rules for the catalogue. Topologies are those of the manifests; others may be in the cluster. */
export function dynamoAdmissionRules(): Rule[] {
  const facts = ({ manifests, release, cluster }: RuleContext): DynamoAdmissionFacts => ({
    release,
    topologyBindings: topologyBindingsIn(manifests),
    grove: cluster?.operators.grove,
    checkpoints: cluster?.operators.checkpoints,
    inferencePools: cluster?.operators.inferencePools,
    gpuDiscovery: cluster?.operators.gpuDiscovery,
  });
  const graphKinds = ['DynamoGraphDeployment', 'DynamoComponentDeployment'];
  const about = (kinds: readonly string[]) => ({ kinds: kinds.map((kind) => `nvidia.com/${kind}`) });
  const graphs = new Docket<DynamoGraphView, DynamoAdmissionFacts>(about(graphKinds), facts, (context) => graphKinds
    .flatMap((kind) => objectsOfKind(context, 'nvidia.com', kind, graphOf)));
  return [
    ...DYNAMO_GRAPH_RULES.map((rule) => new AdmissionRule('serving', rule, graphs)),
    ...Object.entries(DYNAMO_OBJECT_RULES).flatMap(([kind, rules]) => {
      const docket = new Docket<Place, DynamoAdmissionFacts>(about([kind]), facts, (context) => objectsOfKind(
        context, 'nvidia.com', kind, ({ manifest }) => hasRules(manifest as Manifest) ? new Place(manifest) : undefined,
      ));
      return rules.map((rule) => new AdmissionRule('serving', rule, docket));
    }),
  ];
}

/** Requests of v1alpha1 are another API, whose rules are not known. */
function hasRules({ apiVersion, kind }: Manifest): boolean {
  return kind !== 'DynamoGraphDeploymentRequest' || apiVersion === 'nvidia.com/v1beta1';
}
