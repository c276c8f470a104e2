import { goNanoseconds } from '../../../core/go-duration';
import { isDnsLabel } from '../../../core/names';
import { GROVE_SCHEDULER_PROFILES } from '../../../facts/grove';
import { ANNOTATION_KEYS } from '../../../facts/label-keys';
import type { Finding, Place } from '../place';
import type { WebhookRule } from '../webhook-rule';
import { GroveAdmissionFacts, GROVE_WEBHOOK } from './grove-admission-facts';
import { cliquesOf, constraintsOf, groupsOf } from './pod-clique-set';
import { noOperatorFact } from '../../reasons';

type Rule = WebhookRule<Place, GroveAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: GROVE_WEBHOOK } as const;
const SOURCE = 'scheduling.md 2.2 (ai-dynamo/grove operator/internal/webhook/admission/pcs, v0.1.0-alpha.12-rc1)';

/** Rules about the set as a whole: its replicas, its delay, its scheduler, its NVLink groups. */
export const SCHEDULING_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'GRV-111',
    title: 'replicas of the set is not negative',
    evidence: `${SOURCE} rule 1`,
    check: (set) => {
      const replicas = set.at('spec', 'replicas');
      return (replicas.number ?? 0) < 0 ? [replicas.finding(`replicas is ${replicas.number}`, 'write 0 or more')] : [];
    },
  },
  {
    ...BASE,
    id: 'GRV-27',
    title: 'terminationDelay is a positive duration with a unit',
    evidence: `${SOURCE} rule 9; the text: recorded`,
    check: (set) => {
      const delay = set.at('spec', 'template', 'terminationDelay');
      if (typeof delay.value !== 'string') return [];
      const length = goNanoseconds(delay.value);
      if (length === undefined) {
        return [delay.finding(`'${delay.value}' is no duration${/[a-zµμ]/i.test(delay.value) ? '' : ' with a unit'}`, "write number and unit, for example '15m' or '4h'")];
      }
      return length > 0 ? [] : [delay.finding('terminationDelay is not more than 0', "write how long a broken gang may stay, for example '4h'")];
    },
  },
  {
    ...BASE,
    id: 'GRV-02',
    title: 'all cliques have one scheduler, which Grove has a profile for',
    evidence: `${SOURCE} rule 10`,
    unknown: (set, facts) => {
      const names = new Set(schedulers(set).map(({ text }) => text));
      // Two that differ, or one without a profile, are refused whatever the default is.
      return facts.defaultScheduler === undefined && names.has('') && names.size === 2 && [...names].every((name) => name === '' || profiles(facts).includes(name))
        ? noOperatorFact('the scheduler that an empty schedulerName means (config.scheduler.defaultProfileName of Grove)', 'groveDefaultScheduler')
        : undefined;
    },
    check: (set, facts) => {
      const all = schedulers(set);
      if (all.length === 0) return [];
      const resolved = (place: Place) => place.text || (facts.defaultScheduler ?? '');
      const findings: Finding[] = [];
      const isMixed = facts.defaultScheduler === undefined && all.some(({ text }) => text === '');
      const first = isMixed ? all.find(({ text }) => text !== '') : all[0];
      if (!first) return [];
      const other = all.find((place) => resolved(place) !== resolved(first) && !(isMixed && place.text === ''));
      if (other) {
        findings.push(other.finding(
          `schedulerName ${said(resolved(other))} differs from ${said(resolved(first))} of ${isMixed ? 'another' : 'the first'} clique`, 'write the same schedulerName on every clique',
        ));
      }
      if (resolved(first) !== '' && !profiles(facts).includes(resolved(first))) {
        findings.push(first.finding(`Grove has no profile for scheduler '${resolved(first)}'`, `write one of ${profiles(facts).join(', ')}`));
      }
      return findings;
    },
  },
  {
    ...BASE,
    id: 'GRV-112',
    title: 'no topology constraint under volcano or lpx-scheduler',
    evidence: `${SOURCE} rule 14`,
    check: (set, facts) => {
      const [scheduler] = schedulers(set).map((place) => place.text || facts.defaultScheduler);
      if (scheduler !== 'volcano' && scheduler !== 'lpx-scheduler') return [];
      return constraintsOf(set).map((constraint) => constraint.finding(
        `Grove refuses topology constraints under ${scheduler}`, 'remove it, or use kai-scheduler',
      ));
    },
  },
  {
    ...BASE,
    id: 'GRV-113',
    title: "cliques agree on the set's volcano queue",
    evidence: `${SOURCE} rule 14 (operator/internal/scheduler/volcano/queue.go)`,
    check: (set, facts) => {
      const [scheduler] = schedulers(set).map((place) => place.text || facts.defaultScheduler);
      if (scheduler !== 'volcano') return [];
      const queueOf = (owner: Place) => owner.at('annotations', ANNOTATION_KEYS.volcanoQueueOfGrove);
      const ofSet = queueOf(set.at('metadata')).text.trim();
      let first: string | undefined;
      return cliquesOf(set).flatMap((clique) => {
        const queue = queueOf(clique).text.trim() || ofSet || 'default';
        const expected = ofSet || (first ??= queue);
        return queue === expected ? [] : [queueOf(clique).finding(`queue '${queue}' differs from '${expected}'`, 'write the queue on the set only')];
      });
    },
  },
  {
    ...BASE,
    id: 'GRV-13',
    title: 'NVLink groups have valid names, and automatic MNNVL is on',
    evidence: `${SOURCE} rule 13`,
    unknown: (set, facts) => facts.autoMnnvl === undefined && mnnvlGroups(set).some((group) => group.text !== 'none' && isDnsLabel(group.text))
      ? noOperatorFact('config.network.autoMNNVLEnabled of Grove', 'autoMnnvl')
      : undefined,
    check: (set, facts) => mnnvlGroups(set).flatMap((group) => {
      if (group.text === 'none') return [];
      if (!isDnsLabel(group.text)) return [group.finding(`'${group.text}' is no name of an NVLink group`, "write a DNS label, or 'none'")];
      if (facts.autoMnnvl !== false) return [];
      return [group.finding("automatic MNNVL is off in the Grove operator's configuration", 'set config.network.autoMNNVLEnabled, or remove the annotation')];
    }),
  },
];

function schedulers(set: Place): Place[] {
  return cliquesOf(set).filter((clique) => clique.present).map((clique) => clique.at('spec', 'podSpec', 'schedulerName'));
}

function profiles({ schedulers: enabled = GROVE_SCHEDULER_PROFILES }: GroveAdmissionFacts): string[] {
  return [...new Set(['default-scheduler', ...enabled])];
}

function said(scheduler: string): string {
  return scheduler === '' ? "'' (the operator's default)" : `'${scheduler}'`;
}

function mnnvlGroups(set: Place): Place[] {
  return [set.at('metadata'), ...cliquesOf(set), ...groupsOf(set)]
    .map((owner) => owner.at('annotations', ANNOTATION_KEYS.mnnvlGroup))
    .filter((group) => typeof group.value === 'string');
}
