import { appliedSets, placeOn, setsNamed } from './pod-clique-sets';
import { Severity } from '../../../admission/severity';
import { isDnsLabel } from '../../../core/names';
import { headlessServiceName, podCliqueName, scalingGroupName, serviceAccountName, templateIndex, tokenSecretName } from '../../../facts/grove';
import { found, RuleRow } from '../../rule-row';
import { either, GRAPHS, POD_CLIQUE_SETS } from '../../subjects';
import { cliqueNamesOf, cliquesOf, groupNumber, groupsOf } from '../grove-admission/pod-clique-set';
import type { Place } from '../place';

const SOURCE = 'scheduling.md 3.1, 3.2 (ai-dynamo/grove v0.1.0-alpha.12-rc1)';

/** Rules about the names that Grove makes of a PodCliqueSet's. */
export const GROVE_NAME_RULES: readonly RuleRow[] = [
  {
    id: 'GRV-04',
    about: either(GRAPHS, POD_CLIQUE_SETS),
    title: "Grove finds each clique's own template by its name",
    evidence: `scheduling.md 4 G4; ${SOURCE}: it takes the first clique whose name is a suffix of the PodClique's`,
    * check(context) {
      for (const subject of setsNamed(context, (set) => misnamedCliques(set).length > 0)) {
        for (const { name, message, fix, severity } of misnamedCliques(subject.set)) yield found(subject.object, placeOn(subject, name), message, fix, { severity });
      }
    },
  },
  {
    id: 'GRV-05',
    title: 'A standalone clique has another name than every scaling group',
    severity: Severity.WARNING,
    evidence: `scheduling.md 4 G5; ${SOURCE}`,
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        const groups = groupsOf(set);
        const grouped = new Set(groups.flatMap(cliqueNamesOf));
        for (const clique of cliquesOf(set)) {
          const name = clique.at('name');
          const group = groups.find((each) => each.at('name').text === name.text);
          if (name.text === '' || !group || grouped.has(name.text)) continue;
          const scaled = clique.at('spec', 'autoScalingConfig').present && group.at('scaleConfig').present;
          const shared = sharedNames(clique).some((template) => sharedNames(group).includes(template));
          const what = scaled ? ': the names of their autoscalers collide' : shared ? ': the names of their shared claims collide' : '';
          yield found(object, name, `a scaling group is named '${name.text}' too${what}`, 'rename one of them', { severity: scaled || shared ? Severity.ERROR : Severity.WARNING });
        }
      }
    },
  },
  {
    id: 'GRV-20',
    title: 'No object is named as one that Grove makes',
    evidence: `scheduling.md 4 G20; ${SOURCE}: a ServiceAccount is taken over and deleted, a Secret is an error, a Service is changed`,
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        const { name, namespace } = object;
        const replicas = set.at('spec', 'replicas').number ?? 1;
        const each = Array.from({ length: Math.min(replicas, 100) }, (_, i) => i);
        const scaled = [
          ...cliquesOf(set).filter((clique) => clique.at('spec', 'autoScalingConfig').present).map((clique) => (i: number) => podCliqueName({ podCliqueSet: name, replica: i, clique: clique.at('name').text })),
          ...groupsOf(set).filter((group) => group.at('scaleConfig').present).map((group) => (i: number) => scalingGroupName(name, group.at('name').text, i)),
        ];
        const made: [string, string, string][] = [
          ['', 'ServiceAccount', serviceAccountName(name)],
          ['', 'Secret', tokenSecretName(name)],
          ...each.map((i): [string, string, string] => ['', 'Service', headlessServiceName(name, i)]),
          ...each.flatMap((i) => scaled.map((nameOf): [string, string, string] => ['autoscaling', 'HorizontalPodAutoscaler', nameOf(i)])),
        ];
        for (const [group, kind, own] of made) {
          const other = context.manifests.find(group, kind, own, namespace);
          if (other) yield found(object, set.at('metadata', 'name'), `Grove makes a ${kind} '${own}' of this set, and the manifests hold one of that name`, `rename the ${kind}, or the set`);
        }
      }
    },
  },
  {
    id: 'GRV-116',
    title: 'Names of sets, groups and cliques are DNS labels, the name of a set begins with a letter',
    evidence: `scheduling.md 4 G3; ${SOURCE}: Services, hostnames and subgroups are named after them`,
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        const name = set.at('metadata', 'name');
        if (name.text !== '' && (!isDnsLabel(name.text) || !/^[a-z]/.test(name.text))) yield found(object, name, `Grove makes Services named after '${name.text}', which is no DNS label that begins with a letter`, 'use lower-case letters, digits and inner hyphens, a letter first');
        for (const part of [...cliquesOf(set), ...groupsOf(set)].map((each) => each.at('name'))) {
          if (part.text.includes('.')) yield found(object, part, `hostnames of pods hold '${part.text}', and have no dots`, "write '-' instead of '.'");
        }
      }
    },
  },
];

/** Cliques whose pods are not made from their own template, or as soon as the set is put in another order. */
function misnamedCliques(set: Place): { readonly name: Place; readonly message: string; readonly fix: string; readonly severity?: Severity }[] {
  const cliques = cliquesOf(set);
  const names = cliques.map((clique) => clique.at('name').text);
  const wrong = new Set<string>();
  const misnamed = [];
  for (const { clique, podClique } of podCliquesOf(set)) {
    const taken = names[templateIndex(podClique, names)];
    if (taken === clique || taken === undefined || taken === '' || wrong.has(clique)) continue;
    wrong.add(clique);
    misnamed.push({
      name: cliques[names.indexOf(clique)].at('name'),
      message: `Grove takes the template of clique '${taken}' for PodClique '${podClique}', because that is how its name ends`,
      fix: `rename one of '${clique}' and '${taken}' so that neither ends in the other`,
    });
  }
  for (const [i, name] of names.entries()) {
    const later = names.slice(i + 1).find((other) => other !== '' && other !== name && name.endsWith(other));
    if (later === undefined || wrong.has(name)) continue;
    misnamed.push({
      name: cliques[i].at('name'), message: `'${name}' ends in '${later}': Grove takes the wrong template as soon as the two change places`, fix: 'rename one of the two', severity: Severity.WARNING,
    });
  }
  return misnamed;
}

/** The PodCliques of a set, with the clique that they are of. Indices from 0 and 1 stand for all. */
function* podCliquesOf(set: Place): Iterable<{ readonly clique: string; readonly podClique: string }> {
  const podCliqueSet = set.at('metadata', 'name').text;
  const groups = groupsOf(set);
  const grouped = new Set(groups.flatMap(cliqueNamesOf));
  const upTo = (count: number) => Array.from({ length: Math.min(Math.max(count, 0), 20) }, (_, i) => i);
  for (const replica of upTo(set.at('spec', 'replicas').number ?? 1)) {
    for (const clique of cliquesOf(set).map((each) => each.at('name').text)) {
      if (clique !== '' && !grouped.has(clique)) yield { clique, podClique: podCliqueName({ podCliqueSet, replica, clique }) };
    }
    for (const group of groups) {
      for (const groupReplica of upTo(groupNumber(group, 'replicas'))) {
        for (const clique of cliqueNamesOf(group)) yield { clique, podClique: podCliqueName({ podCliqueSet, replica, clique, group: group.at('name').text, groupReplica }) };
      }
    }
  }
}

function sharedNames(owner: Place): string[] {
  return owner.at('resourceSharing').items.map((shared) => shared.at('name').text);
}

