import { ANNOTATION_KEYS } from '../../../facts/label-keys';
import type { Finding, Place } from '../place';
import { sameJson } from '../same-json';
import type { WebhookRule } from '../webhook-rule';
import { GroveAdmissionFacts, GROVE_WEBHOOK } from './grove-admission-facts';
import { cliqueMinAvailable, cliquesOf, groupNumber, groupsOf, preferredDomain, requiredDomain } from './pod-clique-set';

type Rule = WebhookRule<Place, GroveAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: GROVE_WEBHOOK } as const;
const SOURCE = 'scheduling.md 2.2, update (ai-dynamo/grove operator/internal/webhook/admission/pcs, v0.1.0-alpha.12-rc1)';
const RECREATE = 'keep it, or delete the PodCliqueSet and create it anew';

/** Rules about changes of a PodCliqueSet. */
export const UPDATE_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'GRV-21',
    title: 'cliques and scaling groups do not change, nor does what they are made of',
    evidence: SOURCE,
    check: (set, _facts, previous) => previous === undefined ? [] : [
      ...changed(set.at('spec', 'template', 'cliqueStartupType'), startupType(set), startupType(previous)),
      ...['resourceClaimTemplates', 'resourceSharing'].flatMap((key) => kept(set.at('spec', 'template'), previous.at('spec', 'template'), key)),
      ...composition(set.at('spec', 'template', 'cliques'), cliquesOf(set), cliquesOf(previous)),
      ...composition(set.at('spec', 'template', 'podCliqueScalingGroups'), groupsOf(set), groupsOf(previous)),
      ...order(set, previous),
      ...pairsOf(cliquesOf(set), cliquesOf(previous)).flatMap(([clique, old]) => [
        ...['roleName', 'startsAfter'].flatMap((key) => kept(clique.at('spec'), old.at('spec'), key)),
        ...kept(clique.at('spec', 'podSpec'), old.at('spec', 'podSpec'), 'schedulerName'),
        ...kept(clique, old, 'resourceSharing'),
        ...changed(clique.at('spec', 'minAvailable'), cliqueMinAvailable(clique), cliqueMinAvailable(old)),
      ]),
      ...pairsOf(groupsOf(set), groupsOf(previous)).flatMap(([group, old]) => [
        ...['cliqueNames', 'resourceSharing'].flatMap((key) => kept(group, old, key)),
        ...changed(group.at('minAvailable'), groupNumber(group, 'minAvailable'), groupNumber(old, 'minAvailable')),
      ]),
    ],
  },
  {
    ...BASE,
    id: 'GRV-114',
    title: 'topology constraints and NVLink groups do not change',
    evidence: SOURCE,
    check: (set, _facts, previous) => previous === undefined ? [] : [
      ...[[set.at('spec', 'template'), previous.at('spec', 'template')] as const,
        ...pairsOf(cliquesOf(set), cliquesOf(previous)),
        ...pairsOf(groupsOf(set), groupsOf(previous))].flatMap(([owner, old]) => constraint(owner.at('topologyConstraint'), old.at('topologyConstraint'))),
      ...[[set.at('metadata'), previous.at('metadata')] as const,
        ...pairsOf(cliquesOf(set), cliquesOf(previous)),
        ...pairsOf(groupsOf(set), groupsOf(previous))].flatMap(([owner, old]) => kept(owner.at('annotations'), old.at('annotations'), ANNOTATION_KEYS.mnnvlGroup)),
    ],
  },
];

function startupType(set: Place): string {
  return set.at('spec', 'template', 'cliqueStartupType').text || 'CliqueStartupTypeAnyOrder';
}

function changed(place: Place, now: unknown, before: unknown): Finding[] {
  if (sameJson(now, before)) return [];
  return [place.finding(`${String(place.path[place.path.length - 1])} cannot change after creation (it was ${JSON.stringify(before) ?? 'not written'})`, RECREATE)];
}

function kept(owner: Place, old: Place, key: string): Finding[] {
  return changed(owner.at(key), owner.at(key).value, old.at(key).value);
}

function pairsOf(items: readonly Place[], old: readonly Place[]): (readonly [Place, Place])[] {
  return items.flatMap((item) => {
    const before = old.find((candidate) => candidate.at('name').text === item.at('name').text);
    return before ? [[item, before] as const] : [];
  });
}

function composition(list: Place, items: readonly Place[], old: readonly Place[]): Finding[] {
  const names = (all: readonly Place[]) => all.map((item) => item.at('name').text);
  const added = names(items).filter((name) => !names(old).includes(name));
  const removed = names(old).filter((name) => !names(items).includes(name));
  if (added.length === 0 && removed.length === 0) return [];
  const said = [...added.map((name) => `'${name}' is new`), ...removed.map((name) => `'${name}' is gone`)].join(', ');
  return [list.finding(`the list cannot gain or lose members after creation: ${said}`, RECREATE)];
}

function order(set: Place, previous: Place): Finding[] {
  if (startupType(set) === 'CliqueStartupTypeAnyOrder') return [];
  const names = cliquesOf(set).map((clique) => clique.at('name').text);
  const before = cliquesOf(previous).map((clique) => clique.at('name').text);
  if (names.length !== before.length || names.some((name) => !before.includes(name)) || sameJson(names, before)) return [];
  return [set.at('spec', 'template', 'cliques').finding(`the order of cliques cannot change under ${startupType(set)}`, `keep the order ${before.join(', ')}`)];
}

/** Moving the deprecated `packDomain` to `pack.required` is no change. */
function constraint(now: Place, before: Place): Finding[] {
  const said = (place: Place) => place.present ? [place.at('topologyName').text, requiredDomain(place), preferredDomain(place)] : undefined;
  return changed(now, said(now), said(before));
}
