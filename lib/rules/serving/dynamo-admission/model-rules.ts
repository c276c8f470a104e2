import { DYNAMO_SOURCE, DYNAMO_WEBHOOK, DynamoAdmissionFacts } from './dynamo-admission-facts';
import type { Place } from '../../deployment/place';
import type { WebhookRule } from '../../deployment/webhook-rule';

type Rule = WebhookRule<Place, DynamoAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: DYNAMO_WEBHOOK, evidence: DYNAMO_SOURCE } as const;

/** What an adapter may be fetched from. */
const SCHEMES = ['s3://', 'hf://', 'file:///'];

/** Rules about a DynamoModel. */
export const MODEL_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'DGD-114',
    title: 'a model has its name and that of its base model',
    check: (model) => ['modelName', 'baseModelName'].map((key) => model.at('spec', key)).filter(({ text }) => text === '')
      .map((name) => name.finding(`${name.path[1]} is empty`, 'write the name that the engine serves')),
  },
  {
    ...BASE,
    id: 'DGD-85',
    title: 'a LoRA adapter says where it is',
    check: (model) => {
      const source = model.at('spec', 'source');
      const uri = source.at('uri');
      if (model.at('spec', 'modelType').text !== 'lora') return [];
      if (!source.present) return [source.finding('a LoRA adapter needs a source', `write source.uri, beginning ${SCHEMES.join(', ')}`)];
      if (SCHEMES.some((scheme) => uri.text.startsWith(scheme))) return [];
      return [uri.finding(uri.text === '' ? 'the source has no uri' : 'the uri has no scheme that the operator fetches from', `begin it with ${SCHEMES.join(', ')}`)];
    },
  },
  {
    ...BASE,
    id: 'DGD-115',
    title: 'base model and type of a model do not change',
    check: (model, _facts, previous) => previous === undefined ? [] : ['baseModelName', 'modelType']
      .filter((key) => model.at('spec', key).text !== previous.at('spec', key).text)
      .map((key) => model.at('spec', key).finding(`${key} cannot change after creation`, 'keep it, or create another DynamoModel')),
  },
];
