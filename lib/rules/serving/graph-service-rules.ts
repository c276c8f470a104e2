import type { DynamoComponentView } from './dynamo-admission/dynamo-component-view';
import { DynamoGraphView, graphOf, turnsGroveOff } from './dynamo-admission/dynamo-graph-view';
import type { Rule } from '../../admission/rule';
import { isServiceName, MAX_DNS_LABEL } from '../../core/names';
import { componentServiceName } from '../../facts/dynamo-names';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import { Place } from '../deployment/place';
import { found, RuleRow, rulesOf } from '../rule-row';
import { GRAPHS } from '../subjects';

/** Components whose Service has a hash of the version behind its name off Grove, and how long that is. Source: dynamo.md 3.2, R14. */
const HASHED = ['worker', 'prefill', 'decode'];
const HASH_SUFFIX = 9;

/** Rules about the Services that the operator makes of a graph. */
export function graphServiceRules(): Rule[] {
  return rulesOf('serving', [SERVICE_NAMES]);
}

const SERVICE_NAMES: RuleRow = {
  id: 'DGD-14',
  about: GRAPHS,
  title: 'Services of a graph have names of at most 63 characters that begin with a letter',
  evidence: 'dynamo.md 3.2, 5 R14, recorded',
  * check({ manifests, cluster }) {
    for (const object of manifests.ofKind('nvidia.com', 'DynamoGraphDeployment')) {
      const graph = graphOf(object);
      const offGrove = cluster?.operators.grove === false || turnsGroveOff(graph);
      for (const component of graph.components.filter((each) => each.name !== '' && hasService(graph, each))) {
        const service = componentServiceName(graph.name, component.name).toLowerCase();
        const length = service.length + (offGrove && HASHED.includes(component.type) ? HASH_SUFFIX : 0);
        if (isServiceName(service) && length <= MAX_DNS_LABEL) continue;
        const long = length > MAX_DNS_LABEL;
        const place = !long ? graph.root.at('metadata', 'name') : graph.version === 'v1beta1' ? component.place.at('name') : component.place;
        yield found(object, place, `the Service '${service}'${length > service.length ? ' and a hash' : ''} of ${length} characters is refused: a name begins with a letter and has at most ${MAX_DNS_LABEL}`, long ? 'shorten the name of the graph or of the component' : "let the graph's name begin with a letter");
      }
    }
  },
};

/** With another discovery than that of Kubernetes only frontends have one. Source: dynamo.md 3.2. */
function hasService({ root }: DynamoGraphView, { type }: DynamoComponentView): boolean {
  const backend: Place = root.at('metadata', 'annotations', ANNOTATION_KEYS.discoveryBackend);
  return !backend.present || backend.text === 'kubernetes' || type === 'frontend';
}
