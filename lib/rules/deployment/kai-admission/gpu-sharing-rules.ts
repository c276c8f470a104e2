import { KAI_SCHEDULER } from '../../../facts/kai';
import { ANNOTATION_KEYS, RESOURCE_NAMES } from '../../../facts/label-keys';
import type { Finding, Place } from '../place';
import type { WebhookRule } from '../webhook-rule';
import type { KaiAdmissionFacts } from './kai-admission-facts';
import { noOperatorFact } from '../../reasons';

type Rule = WebhookRule<SharingPod, KaiAdmissionFacts>;

/** A pod, or what a workload says of its pods. */
export interface SharingPod {
  readonly annotations: Place;
  readonly schedulerName: Place;
  /** Init containers too. */
  readonly containers: readonly Place[];
}

const BASE = {
  severity: 'error', enforcedBy: 'runtime', evidence: 'scheduling.md 1.3 (kai-scheduler/KAI-Scheduler gpu_request_validator.go, v0.17): the webhook refuses pods, so workloads are accepted and get none',
} as const;

const MPS = 'mps';

/** Rules about the share of a GPU that pods ask for by annotation. */
export const GPU_SHARING_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'KAI-21',
    title: 'a share of a GPU is written one way, and is a share',
    check: (pod) => byKai(pod) ? shareFindings(pod) : [],
  },
  {
    ...BASE,
    id: 'KAI-106',
    title: 'GPU sharing is switched on in KAI',
    unknown: (pod, { gpuSharing }) => gpuSharing === undefined && byKai(pod) && shares(pod).length > 0 ? noOperatorFact('global.gpuSharing of KAI', 'kaiGpuSharing') : undefined,
    check: (pod, { gpuSharing }) => gpuSharing === false && byKai(pod)
      ? shares(pod).map((share) => share.finding('GPU sharing is off in KAI', "set global.gpuSharing in KAI's values, or ask for whole GPUs"))
      : [],
  },
];

/** Only pods with KAI's scheduler name are looked at. */
function byKai(pod: SharingPod): boolean {
  return pod.schedulerName.text === KAI_SCHEDULER;
}

function annotation(pod: SharingPod, key: string): Place {
  return pod.annotations.at(key);
}

function shares(pod: SharingPod): Place[] {
  return [annotation(pod, ANNOTATION_KEYS.gpuFraction), annotation(pod, ANNOTATION_KEYS.gpuSharedMemory)].filter((share) => share.present);
}

function shareFindings(pod: SharingPod): Finding[] {
  const [fraction, memory] = [annotation(pod, ANNOTATION_KEYS.gpuFraction), annotation(pod, ANNOTATION_KEYS.gpuSharedMemory)];
  const keys = [ANNOTATION_KEYS.gpuFractionDevices, ANNOTATION_KEYS.gpuFractionContainer, MPS];
  const [devices, container, mps] = keys.map((key) => annotation(pod, key));
  const { containers } = pod;
  if (shares(pod).length === 0) {
    return [
      ...(devices.present ? [devices.finding('devices of no share', `write ${ANNOTATION_KEYS.gpuFraction} too, or remove it`)] : []),
      ...(mps.text === 'true' ? [mps.finding('MPS without a share', `write ${ANNOTATION_KEYS.gpuFraction} too, or remove it`)] : []),
    ];
  }
  return [
    ...(fraction.present && memory.present ? [memory.finding('the share is written as a fraction and as memory', `keep one of ${ANNOTATION_KEYS.gpuFraction} and ${ANNOTATION_KEYS.gpuSharedMemory}`)] : []),
    ...(fraction.present && !isFraction(fraction.text) ? [fraction.finding(`'${fraction.text}' is no fraction of a GPU`, "write a number between 0 and 1, for example '0.5'")] : []),
    ...(memory.present && !isCount(memory.text) ? [memory.finding(`'${memory.text}' is no number of MiB`, "write a whole number of MiB, for example '4096'")] : []),
    ...(devices.present && !isCount(devices.text) ? [devices.finding(`'${devices.text}' is no number of devices`, "write '1' or more")] : []),
    ...(container.present && !containers.some((candidate) => candidate.at('name').text === container.text)
      ? [container.finding(`no container is named '${container.text}'`, `name one of ${containers.map((candidate) => candidate.at('name').text).join(', ')}`)] : []),
    ...containers.map((candidate) => candidate.at('resources', 'limits', RESOURCE_NAMES.gpu)).filter((limit) => limit.present)
      .map((limit) => limit.finding('the container has whole GPUs beside the share', 'remove the limit, or the annotation')),
  ];
}

function isFraction(text: string): boolean {
  return /^\+?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) && Number(text) > 0 && Number(text) < 1;
}

function isCount(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) > 0;
}
