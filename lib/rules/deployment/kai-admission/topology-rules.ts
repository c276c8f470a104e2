import type { Place } from '../place';
import type { WebhookRule } from '../webhook-rule';
import { KAI_WEBHOOK, KaiAdmissionFacts } from './kai-admission-facts';

/** Rules about a Topology of KAI. */
export const TOPOLOGY_RULES: readonly WebhookRule<Place, KaiAdmissionFacts>[] = [
  {
    id: 'KAI-105',
    title: 'an alias of a level is no other level\'s alias or label',
    severity: 'error',
    enforcedBy: KAI_WEBHOOK,
    evidence: 'scheduling.md 1.2 (KAI v0.17)',
    check: (topology) => {
      const levels = topology.at('spec', 'levels').items;
      const labels = levels.map((level) => level.at('nodeLabel').text);
      const aliases = levels.map((level) => level.at('alias')).filter(({ text }) => text !== '');
      return aliases.flatMap((alias, i) => {
        if (labels.includes(alias.text)) return [alias.finding(`'${alias.text}' is the label of a level`, 'give the level another alias')];
        return aliases.findIndex(({ text }) => text === alias.text) < i ? [alias.finding(`another level has the alias '${alias.text}'`, 'give each level an alias of its own')] : [];
      });
    },
  },
];
