import type { Place } from '../place';
import type { WebhookRule } from '../webhook-rule';
import { GroveAdmissionFacts, GROVE_WEBHOOK } from './grove-admission-facts';
import { noOperatorFact } from '../../reasons';

type Rule = WebhookRule<Place, GroveAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: GROVE_WEBHOOK } as const;
const SOURCE = 'scheduling.md 2.2 (ai-dynamo/grove operator/internal/webhook/admission/clustertopology, v0.1.0-alpha.12-rc1)';

/** The scheduler that follows Grove's topologies. */
const TOPOLOGY_AWARE = 'kai-scheduler';

/** Rules about a ClusterTopologyBinding. */
export const TOPOLOGY_BINDING_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'GRV-12',
    title: 'domains and keys of a topology are unique',
    evidence: SOURCE,
    check: (binding) => ['domain', 'key'].flatMap((field) => {
      const values = binding.at('spec', 'levels').items.map((level) => level.at(field));
      return values.filter(({ text }, i) => values.findIndex((value) => value.text === text) < i)
        .map((value) => value.finding(`another level has the ${field} '${value.text}'`, `give each level a ${field} of its own`));
    }),
  },
  {
    ...BASE,
    id: 'GRV-115',
    title: 'a topology is bound at most once to each scheduler, and only to one that follows topologies',
    evidence: SOURCE,
    unknown: (binding, facts) => facts.schedulers === undefined && binding.at('spec', 'schedulerTopologyBindings').items.length > 0
      ? noOperatorFact('which schedulers have a profile in Grove (config.scheduler.profiles)', 'groveSchedulers')
      : undefined,
    check: (binding, facts) => {
      const names = binding.at('spec', 'schedulerTopologyBindings').items.map((item) => item.at('schedulerName'));
      return names.flatMap((name, i) => {
        if (names.findIndex(({ text }) => text === name.text) < i) {
          return [name.finding(`scheduler '${name.text}' is bound twice`, 'keep one of the bindings')];
        }
        if (![...(facts.schedulers ?? []), 'default-scheduler'].includes(name.text)) {
          return [name.finding(`Grove has no profile for scheduler '${name.text}'`, `write ${TOPOLOGY_AWARE}, and enable its profile`)];
        }
        return name.text === TOPOLOGY_AWARE ? [] : [name.finding(`scheduler '${name.text}' does not follow topologies`, `write ${TOPOLOGY_AWARE}`)];
      });
    },
  },
];
