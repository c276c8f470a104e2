import { DYNAMO_SOURCE, DYNAMO_WEBHOOK, DynamoAdmissionFacts } from './dynamo-admission-facts';
import { DynamoComponentView, gpuCount, modeOf } from './dynamo-component-view';
import type { DynamoGraphView } from './dynamo-graph-view';
import { ENGINE_TYPES } from '../../../facts/dynamo-components';
import type { Finding } from '../../deployment/place';
import type { WebhookRule } from '../../deployment/webhook-rule';
import { noOperatorFact } from '../../reasons';

type Rule = WebhookRule<DynamoGraphView, DynamoAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: DYNAMO_WEBHOOK, evidence: DYNAMO_SOURCE } as const;

/** Rules about the GPU memory service, failover and checkpoints of components. */
export const GPU_MEMORY_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'DGD-109',
    title: 'the GPU memory service is for engines with whole GPUs',
    check: (graph) => graph.components.filter(({ gpuMemoryService }) => gpuMemoryService.present).flatMap((component) => [
      ...(ENGINE_TYPES.includes(component.type) ? [] : [component.gpuMemoryService.finding(
        `a component of type '${component.type}' has no GPU memory service`, `remove it, or write type: ${ENGINE_TYPES.join(', ')}`,
      )]),
      ...(gpuCount(component) >= 1 ? [] : [component.gpuMemoryService.finding(
        'the GPU memory service needs a whole GPU or more of the main container', 'write resources.limits: nvidia.com/gpu on the main container',
      )]),
    ]),
  },
  {
    ...BASE,
    id: 'DGD-110',
    title: 'failover needs the GPU memory service in the same mode',
    check: (graph) => graph.components.filter(({ failover }) => failover.present).flatMap(failoverFindings),
  },
  {
    ...BASE,
    id: 'DGD-91',
    title: 'a component with a checkpoint needs checkpoints switched on in the operator',
    unknown: (graph, { checkpoints }) => checkpoints === undefined && graph.components.some(({ checkpoint }) => checkpoint.at('enabled').isTrue)
      ? noOperatorFact('checkpoint.enabled of the Dynamo platform', 'checkpoints')
      : undefined,
    check: (graph, { checkpoints }) => checkpoints !== false ? [] : graph.components.filter(({ checkpoint }) => checkpoint.at('enabled').isTrue)
      .map(({ checkpoint }) => checkpoint.finding("checkpoints are off in the Dynamo operator's configuration", "set checkpoint.enabled in the platform's values, or remove it")),
  },
  {
    ...BASE,
    id: 'DGD-111',
    title: 'no checkpoint together with the GPU memory service',
    check: (graph) => graph.components.filter(({ checkpoint, gpuMemoryService }) => checkpoint.at('enabled').isTrue && gpuMemoryService.present)
      .map(({ checkpoint }) => checkpoint.finding('checkpoints and the GPU memory service do not go together in 1.4', 'remove one of them')),
  },
  {
    ...BASE,
    id: 'DGD-112',
    title: 'clients of the GPU memory service in a checkpoint job need it in mode IntraPod',
    check: (graph) => graph.components.flatMap(({ checkpoint, gpuMemoryService }) => {
      const clients = checkpoint.at('job', 'gmsClientContainers');
      if (clients.items.length === 0) return [];
      if (!gpuMemoryService.present) return [clients.finding('the component has no GPU memory service', 'remove it, or add gpuMemoryService')];
      return modeOf(gpuMemoryService) === 'InterPod' ? [clients.finding('clients exist only in mode IntraPod', 'remove it, or write mode: IntraPod')] : [];
    }),
  },
];

function failoverFindings(component: DynamoComponentView): Finding[] {
  const { failover, gpuMemoryService, type } = component;
  const findings: Finding[] = [];
  const mode = modeOf(failover);
  if (!gpuMemoryService.present) {
    findings.push(failover.finding(`failover in mode ${mode} needs the GPU memory service`, 'add gpuMemoryService with the same mode, or remove failover'));
  } else if (modeOf(gpuMemoryService) !== mode) {
    findings.push(failover.at('mode').finding(
      `failover is ${mode}, the GPU memory service ${modeOf(gpuMemoryService)}`, 'write the same mode on both; not written it is IntraPod',
    ));
  }
  if (mode !== 'InterPod') return findings;
  if (gpuCount(component) < 1) {
    findings.push(failover.finding('failover between pods needs a whole GPU or more of the main container', 'write resources.limits: nvidia.com/gpu on the main container'));
  }
  if (['epp', 'frontend', 'planner'].includes(type)) {
    findings.push(failover.finding(`a component of type '${type}' has no failover between pods`, 'remove it'));
  }
  return findings;
}
