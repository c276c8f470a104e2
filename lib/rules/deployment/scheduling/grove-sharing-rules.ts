import { workloadsByKai } from './kai-workloads';
import { found, RuleRow } from '../../rule-row';
import { cliquesOf, groupsOf } from '../grove-admission/pod-clique-set';
import { Place } from '../place';
import { appliedSets, SetSubject } from './pod-clique-sets';
import type { ManifestSet } from '../../../manifests/manifest-set';
import { notHere } from '../../reasons';

/** Rules about the claims that pods of a PodCliqueSet share. */
export const GROVE_SHARING_RULES: readonly RuleRow[] = [
  {
    id: 'GRV-16',
    title: 'Under KAI, pods of a set do not share claims on GPUs',
    evidence: 'scheduling.md 4 G16, 3.8, 1.3: KAI wants the queue label on such claims, and Grove does not write it',
    * check(context) {
      const byKai = new Set(workloadsByKai(context));
      for (const subject of appliedSets(context)) {
        if (!byKai.has(subject.object)) continue;
        for (const shared of sharedClaims(subject)) {
          const requests = templateOf(context.manifests, subject, shared)?.at('devices', 'requests').items ?? [];
          const request = requests.find((each) => /gpu/i.test(each.at('exactly', 'deviceClassName').text));
          if (request) yield found(subject.object, shared.at('name'), `the shared claim asks for class '${request.at('exactly', 'deviceClassName').text}': KAI does not schedule its pods`, 'give each pod a claim of its own: resourceClaimTemplateName in podSpec.resourceClaims');
        }
      }
    },
  },
  {
    id: 'GRV-25',
    title: 'The template of a shared claim exists',
    evidence: 'scheduling.md 4 G25 (recorded): the cliques that it applies to get no pods, without any condition',
    * check(context) {
      for (const subject of appliedSets(context)) {
        for (const shared of sharedClaims(subject)) {
          const name = shared.at('name').text;
          if (name === '' || templateOf(context.manifests, subject, shared)) continue;
          const known = subject.set.at('spec', 'template', 'resourceClaimTemplates').items.map((template) => template.at('name').text);
          const namespace = shared.at('namespace').text || subject.object.namespace;
          const elsewhere = context.manifests.ofKind('resource.k8s.io', 'ResourceClaimTemplate').find((template) => template.name === name);
          if (elsewhere && elsewhere.namespace !== undefined && namespace !== undefined) {
            yield found(subject.object, shared.at('name'), `template '${name}' is in namespace ${elsewhere.namespace}, and is looked for in ${namespace}`, `write namespace: ${elsewhere.namespace}`);
          } else if (context.manifests.ofKind('resource.k8s.io', 'ResourceClaimTemplate').some((template) => template.namespace === namespace)) {
            // Templates of the namespace are here, and this one is not.
            yield found(subject.object, shared.at('name'), `no claim template is named '${name}'`, known.length > 0 ? `name one of ${known.join(', ')}, or add the template` : 'add the template');
          } else {
            yield { object: subject.object, unknown: notHere(`ResourceClaimTemplate '${name}'`) };
          }
        }
      }
    },
  },
];

function sharedClaims({ set }: SetSubject): Place[] {
  return [set.at('spec', 'template'), ...cliquesOf(set), ...groupsOf(set)].flatMap((owner) => owner.at('resourceSharing').items);
}

/** The claim spec of what is shared: of a template of the set, or of a ResourceClaimTemplate. */
function templateOf(manifests: ManifestSet, { object, set }: SetSubject, shared: Place): Place | undefined {
  const name = shared.at('name').text;
  const own = set.at('spec', 'template', 'resourceClaimTemplates').named(name);
  if (own) return own.at('templateSpec', 'spec');
  const template = manifests.find('resource.k8s.io', 'ResourceClaimTemplate', name, shared.at('namespace').text || object.namespace);
  return template && new Place(template.manifest).at('spec', 'spec');
}
