import { DYNAMO_SOURCE, DYNAMO_WEBHOOK, DynamoAdmissionFacts } from './dynamo-admission-facts';
import { modeOf } from './dynamo-component-view';
import { MAIN_CONTAINER } from '../../../facts/dynamo-components';
import type { Finding, Place } from '../../deployment/place';
import type { WebhookRule } from '../../deployment/webhook-rule';
import { noOperatorFact } from '../../reasons';

type Rule = WebhookRule<Place, DynamoAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: DYNAMO_WEBHOOK, evidence: DYNAMO_SOURCE } as const;

/** What the operator itself writes for the GPU memory service within a pod. Source: dynamo.md 3.7 and 8.5 (recorded). */
const CONTROL_VOLUME = 'gms-intrapod-control';
const CONTROL_PATH = '/gms-intrapod-control';
const SOCKET_VARIABLE = 'GMS_SOCKET_DIR';
const SERVER = 'gms-server';
const CLAIM = 'intrapod-shared-gpu';

/** Rules about a DynamoCheckpoint. The kind is gone from Dynamo 1.5 on. */
export const CHECKPOINT_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'DGD-116',
    title: 'a DynamoCheckpoint needs checkpoints switched on in the operator',
    unknown: (_checkpoint, { checkpoints }) => checkpoints === undefined ? noOperatorFact('checkpoint.enabled of the Dynamo platform', 'checkpoints') : undefined,
    check: (checkpoint, { checkpoints }) => checkpoints !== false ? [] : [checkpoint.at('spec').finding(
      "checkpoints are off in the Dynamo operator's configuration", "set checkpoint.enabled in the platform's values",
    )],
  },
  {
    ...BASE,
    id: 'DGD-117',
    title: 'a checkpoint with the GPU memory service has it within the pod, complete',
    check: (checkpoint) => {
      const service = checkpoint.at('spec', 'gpuMemoryService');
      if (!service.at('enabled').isTrue) return [];
      if (modeOf(service) !== 'IntraPod') return [service.at('mode').finding('a checkpoint has the GPU memory service only within the pod', 'write mode: intraPod, or remove it')];
      return jobFindings(checkpoint.at('spec', 'job'), service);
    },
  },
];

function jobFindings(job: Place, service: Place): Finding[] {
  const pod = job.at('podTemplateSpec', 'spec');
  const target = job.at('targetContainerName').text || MAIN_CONTAINER;
  const clients = [target, ...service.at('extraClientContainers').items.map(({ text }) => text)];
  const server = pod.at('initContainers').named(SERVER);
  return [
    ...(pod.at('volumes').named(CONTROL_VOLUME) ? [] : [pod.at('volumes').finding(`the volume '${CONTROL_VOLUME}' is missing`, 'add it as an emptyDir')]),
    ...(server ? clientFindings(server) : [pod.at('initContainers').finding(`the init container '${SERVER}' is missing`, 'add it as the operator does')]),
    ...pod.at('containers').items.filter((container) => clients.includes(container.at('name').text)).flatMap(clientFindings),
    ...(pod.at('resourceClaims').named(CLAIM) ? [] : [pod.at('resourceClaims').finding(`the claim '${CLAIM}' is missing`, 'add it, from a template of the GPU device class')]),
    ...clients.slice(1).flatMap((name, i) => pod.at('containers').named(name) ? [] : [service.at('extraClientContainers', i).finding(`no container is named '${name}'`, 'name one of the pod template')]),
    ...(pod.at('containers').named(target) ? [] : [(job.at('targetContainerName').present ? job.at('targetContainerName') : pod.at('containers'))
      .finding(`no container is named '${target}', which is to be captured`, 'add it, or write targetContainerName')]),
  ];
}

function clientFindings(container: Place): Finding[] {
  const mount = container.at('volumeMounts').items.some((item) => item.at('name').text === CONTROL_VOLUME && item.at('mountPath').text === CONTROL_PATH);
  return [
    ...(container.at('env').named(SOCKET_VARIABLE)?.at('value').text === CONTROL_PATH
      ? [] : [container.at('env').finding(`${SOCKET_VARIABLE} is not ${CONTROL_PATH}`, `write ${SOCKET_VARIABLE}: ${CONTROL_PATH}`)]),
    ...(container.at('resources', 'claims').named(CLAIM) ? [] : [container.at('resources', 'claims').finding(`the claim '${CLAIM}' is missing`, 'add it')]),
    ...(mount ? [] : [container.at('volumeMounts').finding(`'${CONTROL_VOLUME}' is not mounted`, `mount it at ${CONTROL_PATH}`)]),
  ];
}
