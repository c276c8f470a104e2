import { DYNAMO_SOURCE, DYNAMO_WEBHOOK, DynamoAdmissionFacts } from './dynamo-admission-facts';
import { runtimeVersionOf } from '../../../facts/runtime-version';
import type { Place } from '../../deployment/place';
import { sameJson } from '../../deployment/same-json';
import type { WebhookRule } from '../../deployment/webhook-rule';
import { noOperatorFact } from '../../reasons';

type Rule = WebhookRule<Place, DynamoAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: DYNAMO_WEBHOOK, evidence: DYNAMO_SOURCE } as const;

/** Phases in which a request is no longer open to change. */
const FROZEN: readonly string[] = ['Profiling', 'Ready', 'Deploying', 'Deployed'];

/** Rules about a DynamoGraphDeploymentRequest of v1beta1. */
export const REQUEST_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'DGD-127',
    title: 'the runtime version of a request is the tag of its image, else written',
    check: (request) => {
      const image = request.at('spec', 'image').text;
      const override = request.at('spec', 'runtimeVersionOverride');
      if (image === '' || override.text !== '' || runtimeVersionOf(image) !== undefined) return [];
      return [override.finding(
        `the operator reads no version X.Y.Z from the tag of image '${image}'`, 'use an image whose tag is a version, or write runtimeVersionOverride: X.Y.Z',
      )];
    },
  },
  {
    ...BASE,
    id: 'DGD-86',
    title: 'a thorough search names its backend',
    check: (request) => {
      const backend = request.at('spec', 'backend');
      if (request.at('spec', 'searchStrategy').text !== 'thorough' || (backend.text !== '' && backend.text !== 'auto')) return [];
      return [request.at('spec', 'searchStrategy').finding(
        `a thorough search needs one backend, and backend is ${backend.present ? "'auto'" : "'auto' where it is not written"}`, 'write backend: vllm, sglang or trtllm, or searchStrategy: rapid',
      )];
    },
  },
  {
    ...BASE,
    id: 'DGD-113',
    title: 'a request says the hardware where the operator cannot find it',
    unknown: (request, { gpuDiscovery }) => gpuDiscovery === undefined && !saysHardware(request)
      ? noOperatorFact('whether the Dynamo operator finds GPUs by itself', 'gpuDiscovery')
      : undefined,
    check: (request, { gpuDiscovery }) => gpuDiscovery !== false || saysHardware(request) ? [] : [request.at('spec', 'hardware').finding(
      'this operator does not find GPUs by itself', 'write hardware with gpuSku, vramMb or numGpusPerNode, or switch gpuDiscovery.enabled on',
    )],
  },
  {
    ...BASE,
    id: 'DGD-128',
    title: 'a request does not change once its profiling has begun',
    check: (request, _facts, previous) => {
      const phase = previous?.at('status', 'phase').text ?? '';
      if (!previous || !FROZEN.includes(phase) || sameJson(frozen(request), frozen(previous))) return [];
      return [request.at('spec').finding(`the request is in phase ${phase} and cannot change`, 'delete it and create it anew')];
    },
  },
];

function saysHardware(request: Place): boolean {
  return ['gpuSku', 'vramMb', 'numGpusPerNode'].some((key) => request.at('spec', 'hardware', key).present);
}

/** The spec without what may still be changed with `autoApply: false`. */
function frozen(request: Place): unknown {
  return Object.fromEntries(request.at('spec').entries
    .filter(([key]) => key !== 'autoApply' && key !== 'runtimeVersionOverride')
    .map(([key, { value }]) => [key, value]));
}
