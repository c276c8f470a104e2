import { MadeObject, madeOfReplica, madeOfSet, replicaIn, replicasOf, upTo } from './made-names';
import { allSets, appliedSets, placeOn, SetSubject, setsWithAmbiguousNames } from './pod-clique-sets';
import type { RuleContext } from '../../../admission/rule-context';
import { Severity } from '../../../admission/severity';
import { addTo } from '../../../core/groups';
import { isDnsLabel } from '../../../core/names';
import { GROVE_MANAGED_BY, podCliqueName, templateIndex, tokenSecretName } from '../../../facts/grove';
import { LABEL_KEYS } from '../../../facts/label-keys';
import type { ManifestObject } from '../../../manifests/manifest-object';
import { found, RuleRow } from '../../rule-row';
import { either, GRAPHS, POD_CLIQUE_SETS } from '../../subjects';
import { cliqueNamesOf, cliquesOf, groupNumber, groupsOf } from '../grove-admission/pod-clique-set';
import { Place } from '../place';

const SOURCE = 'scheduling.md 3.1, 3.2 (ai-dynamo/grove v0.1.0-alpha.12-rc1)';

/** Kinds that Grove makes and users write too. Source: scheduling.md G20. */
const MADE_KINDS: readonly (readonly [group: string, kind: string])[] = [['', 'ServiceAccount'], ['', 'Secret'], ['', 'Service'], ['autoscaling', 'HorizontalPodAutoscaler']];

/** A part of a name that looks like an index. */
const INDEX = /(^|-)\d+(-|$)/;

/** Rules about the names that Grove makes of a PodCliqueSet's. */
export const GROVE_NAME_RULES: readonly RuleRow[] = [
  {
    id: 'GRV-04',
    about: either(GRAPHS, POD_CLIQUE_SETS),
    title: "Grove finds each clique's own template by its name",
    evidence: `scheduling.md 4 G4; ${SOURCE}: it takes the first clique whose name is a suffix of the PodClique's`,
    * check(context) {
      for (const subject of setsWithAmbiguousNames(context)) {
        for (const { name, message, fix, severity } of misnamedCliques(subject.set)) {
          yield found(subject.object, placeOn(subject, name), message, fix, { severity });
        }
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
    about: either(GRAPHS, POD_CLIQUE_SETS),
    title: 'No object is named as one that Grove makes',
    evidence: `scheduling.md 4 G20; ${SOURCE}: a ServiceAccount is taken over and deleted, a Secret is an error, a Service is changed`,
    * check(context) {
      const others = new Map<string, ManifestObject[]>();
      for (const other of MADE_KINDS.flatMap(([group, kind]) => context.manifests.ofKind(group, kind))) {
        if (other.labels[LABEL_KEYS.managedBy] === GROVE_MANAGED_BY) continue;
        for (const owner of [other.name, ...ownersIn(other.name)]) addTo(others, keyOf(owner, other.namespace), other);
      }
      for (const { object, set } of setsLike(context, ({ name, namespace }) => others.has(keyOf(name, namespace)))) {
        for (const other of others.get(keyOf(object.name, object.namespace)) ?? []) {
          const replica = replicaIn(set, other.name);
          const made = replica === undefined ? madeOfSet(set) : [...madeOfReplica(set, replica)];
          if (made.some(({ group, kind, name }) => group === other.group && kind === other.kind && name === other.name)) {
            yield found(object, new Place(object.manifest).at('metadata', 'name'), `Grove makes a ${other.kind} '${other.name}' of this set, and the manifests hold one of that name`, `rename the ${other.kind}, or the set`);
          }
        }
      }
    },
  },
  {
    id: 'GRV-125',
    about: either(GRAPHS, POD_CLIQUE_SETS),
    title: 'Grove makes no two objects of one name',
    severity: Severity.WARNING,
    evidence: `${SOURCE}: generated names are unique only while no part of them looks like an index`,
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        const parts = [...cliquesOf(set), ...groupsOf(set)].map((each) => each.at('name')).filter(({ text }) => INDEX.test(text));
        const twice = parts.length > 0 ? firstTwice([...madeOfReplica(set, 0)].filter(({ kind }) => kind !== 'HorizontalPodAutoscaler')) : undefined; // GRV-05
        if (twice) yield found(object, parts[0], `Grove makes two objects ${twice.kind} '${twice.name}' of this set`, `rename '${parts[0].text}': without a number between hyphens`);
      }
      const owners = [...context.manifests.ofKind('grove.io', 'PodCliqueSet'), ...context.manifests.ofKind('nvidia.com', 'DynamoGraphDeployment')];
      const byKey = new Set(owners.map(({ name, namespace }) => keyOf(name, namespace)));
      const pairs = owners.flatMap(({ name, namespace }) => ownersIn(name).map((short) => keyOf(short, namespace)).filter((short) => byKey.has(short))
        .map((short) => [keyOf(name, namespace), short] as const));
      const inPairs = new Set(pairs.flat());
      const subjects = pairs.length === 0 ? [] : setsLike(context, ({ name, namespace }) => inPairs.has(keyOf(name, namespace)));
      const subjectsOf = (key: string) => subjects.filter(({ object }) => keyOf(object.name, object.namespace) === key);
      for (const [longer, shorter] of pairs) {
        for (const long of subjectsOf(longer)) {
          const same = subjectsOf(shorter).map((short) => ({ short, made: madeOfBoth(long.set, short.set) })).find(({ made }) => made);
          if (same) yield found(long.object, new Place(long.object.manifest).at('metadata', 'name'), `Grove makes a ${same.made!.kind} '${same.made!.name}' of ${same.short.object.kind} '${same.short.object.name}' too`, 'rename one of the two');
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

/** The PodCliques of a set, with the clique that they are of. */
function* podCliquesOf(set: Place): Iterable<{ readonly clique: string; readonly podClique: string }> {
  const podCliqueSet = set.at('metadata', 'name').text;
  const groups = groupsOf(set);
  const grouped = new Set(groups.flatMap(cliqueNamesOf));
  // A name without an index ends what it ends with every index.
  const indices = (count: number) => upTo(cliquesOf(set).some((clique) => INDEX.test(clique.at('name').text)) ? count : Math.min(count, 1));
  for (const replica of indices(replicasOf(set))) {
    for (const clique of cliquesOf(set).map((each) => each.at('name').text)) {
      if (clique !== '' && !grouped.has(clique)) yield { clique, podClique: podCliqueName({ podCliqueSet, replica, clique }) };
    }
    for (const group of groups) {
      for (const groupReplica of indices(groupNumber(group, 'replicas'))) {
        for (const clique of cliqueNamesOf(group)) yield { clique, podClique: podCliqueName({ podCliqueSet, replica, clique, group: group.at('name').text, groupReplica }) };
      }
    }
  }
}

/** Names of sets of which Grove could make something of this name, other than the name itself. Source: scheduling.md 3.1. */
function ownersIn(name: string): string[] {
  const ofSecret = tokenSecretName('');
  const beforeIndices = [...name.matchAll(/-\d+(?=-|$)/g)].map(({ index }) => name.slice(0, index));
  return name.endsWith(ofSecret) ? [name.slice(0, -ofSecret.length), ...beforeIndices] : beforeIndices;
}

function keyOf(name: string, namespace: string | undefined): string {
  return `${namespace ?? ''}/${name}`;
}

/** The first object that Grove makes of a set and of another, whose name goes on after that of the other with an index. */
function madeOfBoth(long: Place, short: Place): MadeObject | undefined {
  const replica = replicaIn(short, long.at('metadata', 'name').text);
  if (replica === undefined) return undefined;
  const made = new Set([...madeOfReplica(short, replica)].map(({ kind, name }) => `${kind} ${name}`));
  return upTo(replicasOf(long)).flatMap((each) => [...madeOfReplica(long, each)]).find(({ kind, name }) => made.has(`${kind} ${name}`));
}

/** The sets whose owner, a set or a graph, is like this. Graphs are expanded only if one is. */
function setsLike(context: RuleContext, isLike: (owner: ManifestObject) => boolean): SetSubject[] {
  const isAny = context.manifests.ofKind('nvidia.com', 'DynamoGraphDeployment').some(isLike);
  return (isAny ? allSets(context) : appliedSets(context)).filter(({ object }) => isLike(object));
}

/** The first object that stands twice. */
function firstTwice(objects: readonly MadeObject[]): MadeObject | undefined {
  const seen = new Set<string>();
  return objects.find(({ kind, name }) => seen.size === seen.add(`${kind} ${name}`).size);
}

function sharedNames(owner: Place): string[] {
  return owner.at('resourceSharing').items.map((shared) => shared.at('name').text);
}

