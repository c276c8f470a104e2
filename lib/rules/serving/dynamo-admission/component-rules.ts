import { DYNAMO_SOURCE, DYNAMO_WEBHOOK, DynamoAdmissionFacts } from './dynamo-admission-facts';
import { DynamoComponentView } from './dynamo-component-view';
import type { DynamoGraphView } from './dynamo-graph-view';
import { MAIN_CONTAINER } from '../../../facts/dynamo-components';
import { runtimeVersionOf } from '../../../facts/runtime-version';
import type { WebhookRule } from '../../deployment/webhook-rule';

type Rule = WebhookRule<DynamoGraphView, DynamoAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: DYNAMO_WEBHOOK, evidence: DYNAMO_SOURCE } as const;

/** Rules about components: their number, image, version, memory, mounts, sidecar; and the order of a restart. */
export const COMPONENT_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'DGD-101',
    title: 'a graph has at least one component',
    check: (graph) => graph.components.length > 0 ? [] : [graph.componentsPlace.finding('the graph has no component', 'add at least one component')],
  },
  {
    ...BASE,
    id: 'DGD-01',
    title: 'every component has a main container with an image',
    check: (graph) => graph.components.filter(({ image }) => image.text === '').map(({ name, image }) => image.finding(
      `component '${name}' has no container '${MAIN_CONTAINER}' with an image`, `write a container '${MAIN_CONTAINER}' with the runtime image`,
    )),
  },
  {
    ...BASE,
    id: 'DGD-02',
    title: 'the runtime version is the tag of the image, else written',
    evidence: `${DYNAMO_SOURCE}; new in 1.4 (PR #10494). A DynamoComponentDeployment may lack it: recorded`,
    check: (graph) => graph.kind === 'DynamoComponentDeployment' ? [] : graph.components
      .filter(({ image, runtimeVersionOverride }) => image.text !== '' && runtimeVersionOverride.text === '' && runtimeVersionOf(image.text) === undefined)
      .map(({ image, runtimeVersionOverride }) => runtimeVersionOverride.finding(
        `the operator reads no version X.Y.Z from the tag of image '${image.text}'`, 'use an image whose tag is a version, or write runtimeVersionOverride: X.Y.Z',
      )),
  },
  {
    ...BASE,
    id: 'DGD-51',
    title: 'every mount of the main container has a path',
    evidence: `${DYNAMO_SOURCE}; v1beta1 too: recorded, with v1alpha1's name of the field. Mounts under v1alpha1's extraPodSpec are not checked: recorded`,
    check: (graph) => graph.components.flatMap(({ mounts }) => mounts).filter(({ path }) => path.text === '').map(({ path }) => path.finding(
      'the volume is mounted nowhere', `write ${path.path[path.path.length - 1]}`,
    )),
  },
  {
    ...BASE,
    id: 'DGD-107',
    title: 'shared memory is not negative',
    check: (graph) => graph.components.map(({ sharedMemorySize }) => sharedMemorySize)
      .filter(({ text, number }) => /^-.*[1-9]/.test(text || `${number}`))
      .map((size) => size.finding(`shared memory of ${size.text || size.number}`, "write a size, or '0' for none")),
  },
  {
    ...BASE,
    id: 'DGD-108',
    title: 'the frontend sidecar is a container of the pod template',
    check: (graph) => graph.components.flatMap((component) => frontendSidecar(component)),
  },
  {
    ...BASE,
    id: 'DGD-106',
    title: 'the order of a restart holds every component once',
    check: (graph) => {
      const strategy = graph.spec.at('restart', 'strategy');
      const order = strategy.at('order');
      const names = graph.components.map(({ name }) => name);
      if (graph.kind !== 'DynamoGraphDeployment' || order.items.length === 0) return [];
      if (strategy.at('type').text === 'Parallel') return [order.finding('a parallel restart has no order', 'remove order, or write type: Sequential')];
      const unique = new Set(order.items.map(({ text }) => text));
      const fix = `name each once: ${names.join(', ')}`;
      return [
        ...(unique.size === order.items.length && unique.size === names.length ? [] : [order.finding('the order does not hold every component once', fix)]),
        ...order.items.filter(({ text }) => !names.includes(text)).map((item) => item.finding(`no component is named '${item.text}'`, fix)),
      ];
    },
  },
];

function frontendSidecar({ frontendSidecar: sidecar, containers, place }: DynamoComponentView) {
  if (typeof sidecar.value !== 'string') return [];
  if (!place.at('podTemplate').present) {
    return [place.at('podTemplate', 'spec', 'containers').finding('frontendSidecar names a container, and there is no pod template', 'write the pod template with that container')];
  }
  if (sidecar.text === '') return [sidecar.finding('frontendSidecar is empty', 'name a container of the pod template, or remove it')];
  if (containers.some((container) => container.at('name').text === sidecar.text)) return [];
  return [sidecar.finding(
    `no container is named '${sidecar.text}'`, `name one of ${containers.map((container) => container.at('name').text).join(', ')}, or add the container`,
  )];
}
