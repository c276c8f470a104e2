import { gangsOfSet } from './gangs';
import { appliedSets } from './pod-clique-sets';
import type { RuleContext } from '../../../admission/rule-context';
import { checkSchema } from '../../../admission/schema';
import { Severity } from '../../../admission/severity';
import { isDnsLabel } from '../../../core/names';
import { GROVE_ENVIRONMENT } from '../../../facts/grove';
import { KAI_SCHEDULER } from '../../../facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS, RESOURCE_NAMES } from '../../../facts/label-keys';
import { NO_MNNVL_GROUP } from '../../../facts/nvlink';
import { isVersion } from '../../../facts/version';
import { LAST_GROVE_BEFORE_KAI_BACKEND, groveMakesKaiPodGroups } from '../../../facts/version-facts';
import { operatorFactsOf } from '../../operator-facts';
import { noRelease } from '../../reasons';
import { found, RuleRow } from '../../rule-row';
import { groveInstall } from '../../stack-installs';
import { either, GRAPHS, POD_CLIQUE_SETS } from '../../subjects';
import { cliqueMinAvailable, cliqueNamesOf, cliqueReplicas, cliquesOf, constraintsOf, groupNumber, groupsOf, startsExplicitly } from '../grove-admission/pod-clique-set';
import { Place } from '../place';

const DEFAULT_SCHEDULER = 'default-scheduler';

/** Fields of a pod that Grove writes itself. Source: scheduling.md G10. */
const OVERWRITTEN = ['hostname', 'subdomain', 'schedulingGates'];

/** Keys of KAI that Grove's own PodGroups leave out. Source: scheduling.md 3.6. */
const NOT_TRANSLATED = [ANNOTATION_KEYS.kaiRequiredPlacement, ANNOTATION_KEYS.kaiPreferredPlacement, ANNOTATION_KEYS.kaiPreemptionDelay];

/** Rules about the pods, gangs and settings of a PodCliqueSet that Grove accepts and that fail later. */
export const GROVE_POD_RULES: readonly RuleRow[] = [
  {
    id: 'GRV-01',
    title: 'Gangs are scheduled by a scheduler that knows gangs',
    severity: Severity.WARNING,
    evidence: "scheduling.md 4 G1, 3.6: Grove's chart sets no default profile, so an empty schedulerName is default-scheduler",
    * check(context) {
      const byDefault = operatorFactsOf(context).groveDefaultScheduler;
      for (const { object, set } of appliedSets(context)) {
        const names = cliquesOf(set).map((clique) => clique.at('spec', 'podSpec', 'schedulerName'));
        const resolved = new Set(names.map(({ text }) => text || byDefault || DEFAULT_SCHEDULER));
        // Where cliques differ, GRV-02 and GRV-123 say so.
        if (resolved.size !== 1 || !resolved.has(DEFAULT_SCHEDULER) || !gangsOfSet(set).some(({ minimum }) => minimum > 1)) continue;
        const [name] = names;
        const isKnown = name.text !== '' || byDefault !== undefined;
        const said = isKnown ? `${DEFAULT_SCHEDULER} starts the pods of the gang one by one` : `without a schedulerName the pods go to Grove's default profile, which is ${DEFAULT_SCHEDULER} unless its chart says otherwise: no gang`;
        yield found(object, name, said, `write schedulerName: ${KAI_SCHEDULER}${names.length > 1 ? ' on every clique' : ''}`, {
          severity: constraintsOf(set).length > 0 && isKnown ? Severity.ERROR : Severity.WARNING,
        });
      }
    },
  },
  {
    id: 'GRV-07',
    title: 'A PodCliqueSet has replicas',
    severity: Severity.WARNING,
    evidence: 'scheduling.md 4 G7',
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        const replicas = set.at('spec', 'replicas');
        if ((replicas.number ?? 0) === 0) yield found(object, replicas, 'the set has no replicas, so nothing runs', 'write replicas: 1');
      }
    },
  },
  {
    id: 'GRV-14',
    title: 'Gangs with an automatic NVLink domain are packed into one domain',
    severity: Severity.WARNING,
    evidence: 'scheduling.md 4 G14, 3.7: all gangs of a replica share the domain',
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        const joined = cliquesOf(set).filter(hasGpus).map((clique) => ({ clique, annotation: mnnvlAnnotation(set, clique) }))
          .filter(({ annotation }) => annotation.text !== NO_MNNVL_GROUP && isDnsLabel(annotation.text));
        const pods = joined.reduce((sum, { clique }) => sum + cliqueReplicas(clique) * groupNumber(groupOf(set, clique) ?? clique.at('none'), 'replicas'), 0);
        const constraint = set.at('spec', 'template', 'topologyConstraint');
        if (pods < 2 || constraint.at('pack', 'required').text !== '' || constraint.at('packDomain').text !== '') continue;
        const [{ annotation }] = joined;
        yield found(object, annotation, `nothing keeps the gangs of NVLink group '${annotation.text}' in one rack`, 'write template.topologyConstraint with topologyName and pack.required, the domain of a rack');
      }
    },
  },
  {
    id: 'GRV-17',
    title: 'Pods under default-scheduler say their priority themselves',
    severity: Severity.WARNING,
    evidence: 'scheduling.md 4 G17',
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        const priority = set.at('spec', 'template', 'priorityClassName');
        if (priority.text === '') continue;
        for (const clique of cliquesOf(set)) {
          const pod = clique.at('spec', 'podSpec');
          const own = pod.at('priorityClassName');
          const scheduler = pod.at('schedulerName').text || operatorFactsOf(context).groveDefaultScheduler;
          if (scheduler === DEFAULT_SCHEDULER && own.text !== priority.text) yield found(object, own, `the set's priority class '${priority.text}' is for gangs; under ${DEFAULT_SCHEDULER} its pods have ${own.text === '' ? 'priority 0' : `that of '${own.text}'`}`, `write priorityClassName: ${priority.text} here too`);
        }
      }
    },
  },
  {
    id: 'GRV-18',
    title: "Variables do not use Grove's in their values, and are not named like them",
    severity: Severity.WARNING,
    evidence: 'scheduling.md 4 G18, 3.4: up to v0.1.0-alpha.12-rc1 they come after those of the user',
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        for (const entry of cliquesOf(set).flatMap(containersOf).flatMap((container) => container.at('env').items)) {
          const value = entry.at('value');
          if (GROVE_ENVIRONMENT.includes(entry.at('name').text)) yield found(object, entry.at('name'), `Grove sets ${entry.at('name').text} itself`, 'remove it, or give it another name');
          if (/\$\(GROVE_/.test(value.text) && groveIsNew(context) !== true) yield found(object, value, `${value.text} stays as it is: Grove's variables are defined after it`, 'put it into command or args');
        }
      }
    },
  },
  {
    id: 'GRV-19',
    title: 'All ranks of a scaling group are in its gang',
    severity: Severity.WARNING,
    evidence: 'scheduling.md 4 G19',
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        for (const group of groupsOf(set)) {
          const members = cliquesOf(set).filter((clique) => cliqueNamesOf(group).includes(clique.at('name').text));
          if (members.length < 2) continue;
          for (const clique of members) {
            const minimum = cliqueMinAvailable(clique);
            if (hasGpus(clique) && minimum > 0 && minimum < cliqueReplicas(clique)) yield found(object, clique.at('spec', 'minAvailable'), `only ${minimum} of ${cliqueReplicas(clique)} pods are sure to start with the leader, and an engine over several nodes waits for all`, `write minAvailable: ${cliqueReplicas(clique)}, or leave it out`);
          }
        }
      }
    },
  },
  {
    id: 'GRV-22',
    title: 'Replicas of cliques and groups are left to autoscalers once a set is there',
    severity: Severity.WARNING,
    evidence: 'scheduling.md 4 G22 (docs): live PodCliques and groups keep their replicas',
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        const before = context.previousOf(object);
        if (!before) continue;
        const old = new Place(before.manifest);
        const owners: [Place, Place | undefined][] = [
          ...cliquesOf(set).map((clique): [Place, Place | undefined] => [clique.at('spec', 'replicas'), named(cliquesOf(old), clique)?.at('spec', 'replicas')]),
          ...groupsOf(set).map((group): [Place, Place | undefined] => [group.at('replicas'), named(groupsOf(old), group)?.at('replicas')]),
        ];
        for (const [now, then] of owners) {
          if (then && (now.number ?? 1) !== (then.number ?? 1)) yield found(object, now, `replicas was ${then.number ?? 1}; a change has no effect on what runs`, 'scale the PodClique or PodCliqueScalingGroup itself, or delete and recreate the set');
        }
      }
    },
  },
  {
    id: 'GRV-26',
    title: 'The API server takes the pods of a clique',
    evidence: 'scheduling.md 4 G26 (recorded): Grove accepts the set, and the gang stays gated for the pods that cannot be made',
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        for (const clique of cliquesOf(set)) {
          const pod = clique.at('spec', 'podSpec');
          if (!pod.present || pod.entries.length === 0) continue;
          const { problems } = checkSchema({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' }, spec: pod.value });
          for (const { rule, path, message, fix } of problems) {
            // Types and unknown fields are the set's own schema's.
            if (path[0] !== 'spec' || rule === 'SCHEMA-TYPE' || rule === 'SCHEMA-UNKNOWN-FIELD') continue;
            yield found(object, pod.at(...path.slice(1)), `the API server refuses the pods: ${message}`, fix);
          }
        }
      }
    },
  },
  {
    id: 'GRV-117',
    title: 'Pod templates leave names and gates to Grove',
    severity: Severity.WARNING,
    evidence: 'scheduling.md 4 G10',
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        for (const field of cliquesOf(set).flatMap((clique) => OVERWRITTEN.map((key) => clique.at('spec', 'podSpec', key)))) {
          if (field.present) yield found(object, field, 'Grove writes its own value over it', 'remove it');
        }
      }
    },
  },
  {
    id: 'GRV-118',
    about: { kinds: ['grove.io/ClusterTopologyBinding'] },
    title: 'A topology that Grove hands to KAI fits a Topology of KAI',
    evidence: 'scheduling.md 4 G12, 1.2: at most 16 levels, kubernetes.io/hostname last',
    * check({ manifests }) {
      for (const object of manifests.ofKind('grove.io', 'ClusterTopologyBinding')) {
        const spec = new Place(object.manifest).at('spec');
        if (spec.at('schedulerTopologyBindings').items.some((each) => each.at('schedulerName').text === KAI_SCHEDULER)) continue;
        const levels = spec.at('levels').items;
        if (levels.length > 16) yield found(object, spec.at('levels'), `${levels.length} levels, where KAI takes 16`, 'leave levels out');
        for (const level of levels.slice(0, -1)) if (level.at('key').text === LABEL_KEYS.hostname) yield found(object, level.at('key'), `${LABEL_KEYS.hostname} is not the last level, and KAI refuses the topology that Grove makes`, 'move it to the end');
      }
    },
  },
  {
    id: 'GRV-119',
    title: 'startsAfter stands where start-up is explicit',
    severity: Severity.WARNING,
    evidence: 'scheduling.md 4 G9',
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        if (startsExplicitly(set)) continue;
        for (const after of cliquesOf(set).map((clique) => clique.at('spec', 'startsAfter'))) {
          if (after.items.length > 0) yield found(object, after, 'startsAfter is ignored for this start-up type', 'write cliqueStartupType: CliqueStartupTypeExplicit, or remove it');
        }
      }
    },
  },
  {
    id: 'GRV-123',
    title: 'All cliques name their scheduler, or none does',
    severity: Severity.WARNING,
    evidence: 'scheduling.md 4 G2, 3.6: one scheduler for all cliques; what an empty schedulerName means is a setting of Grove',
    * check(context) {
      if (operatorFactsOf(context).groveDefaultScheduler !== undefined) return; // GRV-02
      for (const { object, set } of appliedSets(context)) {
        const names = cliquesOf(set).map((clique) => clique.at('spec', 'podSpec', 'schedulerName'));
        const others = [...new Set(names.map(({ text }) => text).filter((text) => text !== ''))];
        const empty = names.find(({ text }) => text === '');
        if (empty && others.length === 1) yield found(object, empty, `other cliques name '${others[0]}', and an empty schedulerName is ${DEFAULT_SCHEDULER} unless Grove's chart says otherwise: Grove refuses cliques of two schedulers`, `write schedulerName: ${others[0]}`);
      }
    },
  },
  {
    id: 'GRV-124',
    title: 'A scaling group has cliques',
    severity: Severity.WARNING,
    evidence: 'scheduling.md 4 G9, 2.2 rule 6: Grove accepts a group without cliques, which makes no pods',
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        for (const group of groupsOf(set)) {
          const names = group.at('cliqueNames');
          if (names.present && names.items.length === 0) yield found(object, names, `scaling group '${group.at('name').text}' has no cliques, so no pods`, 'name the cliques of the group, or remove it');
        }
      }
    },
  },
  {
    id: 'GRV-120',
    title: 'An autoscaled group starts within its bounds',
    severity: Severity.WARNING,
    evidence: 'scheduling.md 4 G8',
    * check(context) {
      for (const { object, set } of appliedSets(context)) {
        for (const group of groupsOf(set)) {
          const [least, most] = ['minReplicas', 'maxReplicas'].map((key) => group.at('scaleConfig', key));
          const replicas = groupNumber(group, 'replicas');
          const minimum = least.number ?? replicas;
          if (most.number === undefined) continue;
          if (most.number < minimum || most.number < 1) yield found(object, most, `maxReplicas ${most.number} is less than ${least.present ? `minReplicas ${minimum}` : `replicas ${replicas}, from which minReplicas is taken`}: the API server refuses the autoscaler that Grove makes`, `write maxReplicas: ${Math.max(minimum, 1)} or more`, { severity: Severity.ERROR });
          else if (most.number < replicas) yield found(object, most, `the group starts with ${replicas} replicas, and scales to at most ${most.number}`, `write maxReplicas: ${replicas} or more, or fewer replicas`);
        }
      }
    },
  },
  {
    id: 'GRV-121',
    about: either(POD_CLIQUE_SETS, GRAPHS),
    title: "Settings of KAI on a set or graph are ones that Grove's own PodGroups keep",
    severity: Severity.WARNING,
    evidence: 'scheduling.md 4 G17a, 3.6: Grove later than v0.1.0-alpha.12-rc1 makes the PodGroups',
    * check(context) {
      const ofSets = appliedSets(context).flatMap(({ object, set }) => [
        set.at('metadata', 'labels', LABEL_KEYS.kaiPreemptibility), ...NOT_TRANSLATED.map((key) => set.at('metadata', 'annotations', key)),
      ].map((place) => ({ object, place, priority: 'template.priorityClassName' })));
      const ofGraphs = context.manifests.ofKind('nvidia.com', 'DynamoGraphDeployment').map((object) => (
        { object, place: new Place(object.manifest).at('metadata', 'labels', LABEL_KEYS.kaiPreemptibility), priority: 'spec.priorityClassName' }
      ));
      const written = [...ofSets, ...ofGraphs].filter(({ place }) => place.present);
      if (written.length === 0) return;
      const isNew = groveIsNew(context);
      if (isNew === undefined) {
        yield { unknown: noRelease('the version of Grove is') };
        return;
      }
      for (const { object, place, priority } of isNew ? written : []) {
        yield found(object, place, `Grove later than ${LAST_GROVE_BEFORE_KAI_BACKEND} does not hand it to KAI`, `use ${priority} (below 100 = preemptible) and topologyConstraint`);
      }
    },
  },
];

/** Version of Grove: of its install, else of the release; undefined where neither says. */
export function groveVersion({ manifests, release, cluster }: RuleContext): string | undefined {
  const install = groveInstall(manifests);
  return install && isVersion(install.version) ? install.version : (release ?? cluster?.release)?.findPin('grove')?.version;
}

/** Whether Grove makes KAI's PodGroups itself; undefined where its version is not known. */
export function groveIsNew(context: RuleContext): boolean | undefined {
  const known = groveVersion(context);
  return known === undefined ? undefined : groveMakesKaiPodGroups(known);
}

/** The annotation that says a clique's NVLink group: its own, else that of its scaling group, else the set's. scheduling.md 3.7 */
function mnnvlAnnotation(set: Place, clique: Place): Place {
  const owners = [clique, groupOf(set, clique), set.at('metadata')];
  const places = owners.flatMap((owner) => owner?.at('annotations', ANNOTATION_KEYS.mnnvlGroup) ?? []);
  return places.find(({ present }) => present) ?? places[0];
}

function groupOf(set: Place, clique: Place): Place | undefined {
  return groupsOf(set).find((group) => cliqueNamesOf(group).includes(clique.at('name').text));
}

function hasGpus(clique: Place): boolean {
  return containersOf(clique).some((container) => ['limits', 'requests'].some((key) => Number(container.at('resources', key, RESOURCE_NAMES.gpu).value ?? 0) > 0));
}

function containersOf(clique: Place): Place[] {
  const pod = clique.at('spec', 'podSpec');
  return [...pod.at('initContainers').items, ...pod.at('containers').items];
}

function named(places: readonly Place[], like: Place): Place | undefined {
  return places.find((place) => place.at('name').text === like.at('name').text);
}
