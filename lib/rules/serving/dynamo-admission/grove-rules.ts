import { DYNAMO_SOURCE, DYNAMO_WEBHOOK, DynamoAdmissionFacts } from './dynamo-admission-facts';
import { modeOf, nodesOf } from './dynamo-component-view';
import { DynamoGraphView, turnsGroveOff } from './dynamo-graph-view';
import { GROVE_NAME_BUDGET } from '../../../core/names';
import { componentsOverBudget, nameCost, podCliqueSetName } from '../../../facts/dynamo-names';
import { ANNOTATION_KEYS } from '../../../facts/label-keys';
import type { Place } from '../../deployment/place';
import type { WebhookRule } from '../../deployment/webhook-rule';
import { noOperatorFact } from '../../reasons';

type Rule = WebhookRule<DynamoGraphView, DynamoAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: DYNAMO_WEBHOOK, evidence: DYNAMO_SOURCE } as const;

/** Rules about what a graph needs of Grove, and Grove of it. */
export const GROVE_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'DGD-17',
    title: 'fields that only Grove can honour need the Grove pathway',
    unknown: (graph, { grove }) => grove === undefined && graph.kind === 'DynamoGraphDeployment' && !turnsGroveOff(graph) && groveOnly(graph).length > 0
      ? noOperatorFact('whether the Dynamo operator uses Grove', 'grove')
      : undefined,
    check: (graph, { grove }) => {
      if (graph.kind === 'DynamoComponentDeployment') {
        return graph.components.map(({ minAvailable }) => minAvailable).filter((place) => place.present).map((place) => place.finding(
          'a component deployment has no minAvailable: it is not made by Grove', 'remove it, or write a DynamoGraphDeployment',
        ));
      }
      if (grove !== false && !turnsGroveOff(graph)) return [];
      const fix = turnsGroveOff(graph) ? `remove it, or the annotation ${ANNOTATION_KEYS.enableGrove}` : "remove it, or switch Grove on in the platform's values";
      return groveOnly(graph).map((place) => place.finding('only graphs on Grove may have this', fix));
    },
  },
  {
    ...BASE,
    id: 'DGD-13',
    title: `names of graph and component fit Grove's ${GROVE_NAME_BUDGET} characters`,
    evidence: `${DYNAMO_SOURCE}; dynamo.md 3.2`,
    check: (graph, { grove }) => {
      if (graph.kind !== 'DynamoGraphDeployment' || grove === false || turnsGroveOff(graph)) return [];
      const components = graph.components.map((component) => ({
        name: component.name,
        nodeCount: nodesOf(component),
        interPodGms: component.gpuMemoryService.present && modeOf(component.gpuMemoryService) === 'InterPod',
        place: graph.version === 'v1beta1' ? component.place.at('name') : component.place,
      }));
      const set = podCliqueSetName(graph.name, components);
      const over = componentsOverBudget(graph.name, components);
      return components.filter((component) => over.includes(component)).map((component) => {
        const cost = nameCost(component);
        const excess = set.length + cost - GROVE_NAME_BUDGET;
        const twice = component.nodeCount > 1 || component.interPodGms;
        return component.place.finding(
          `component '${component.name}' takes ${cost} characters of a name${twice ? ', being more than one clique,' : ''} and the graph ${set.length}, of ${GROVE_NAME_BUDGET} that fit`,
          `shorten the component's name by ${twice ? Math.ceil(excess / 2) : excess}`,
        );
      });
    },
  },
  {
    ...BASE,
    id: 'DGD-19',
    title: 'the GPU memory service between pods needs backendFramework: vllm written',
    check: (graph) => {
      const framework = graph.spec.at('backendFramework').text;
      if (graph.kind !== 'DynamoGraphDeployment' || framework === 'vllm') return [];
      return graph.components.filter(({ gpuMemoryService }) => gpuMemoryService.present && modeOf(gpuMemoryService) === 'InterPod')
        .map(({ gpuMemoryService }) => gpuMemoryService.at('mode').finding(
          `the GPU memory service between pods works with vLLM only; backendFramework is ${framework === '' ? 'not written (detection does not count here)' : `'${framework}'`}`,
          'write spec.backendFramework: vllm, or mode: IntraPod',
        ));
    },
  },
];

/** The fields of a graph that only the Grove pathway takes. */
function groveOnly(graph: DynamoGraphView): Place[] {
  const policy = graph.spec.at('experimental', 'kvTransferPolicy', 'clusterTopologyName');
  const priority = graph.spec.at('priorityClassName');
  return [
    ...(priority.text === '' ? [] : [priority]),
    ...graph.components.map(({ minAvailable }) => minAvailable).filter((place) => place.present),
    ...graph.components.map(({ gpuMemoryService }) => gpuMemoryService).filter((gms) => gms.present && modeOf(gms) === 'InterPod').map((gms) => gms.at('mode')),
    ...(policy.text === '' ? [] : [policy]),
  ];
}
