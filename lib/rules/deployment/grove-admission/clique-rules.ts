import { GROVE_NAME_BUDGET, groveBudgetLeft, isDnsSubdomain, isLabelKey, isLabelValue } from '../../../core/names';
import { duplicates } from '../duplicates';
import type { Finding, Place } from '../place';
import type { WebhookRule } from '../webhook-rule';
import { GroveAdmissionFacts, GROVE_WEBHOOK } from './grove-admission-facts';
import { cliqueMinAvailable, cliqueNamesOf, cliqueReplicas, cliquesOf, groupsOf, startsExplicitly } from './pod-clique-set';

type Rule = WebhookRule<Place, GroveAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: GROVE_WEBHOOK } as const;
const SOURCE = 'scheduling.md 2.2 (ai-dynamo/grove operator/internal/webhook/admission/pcs, v0.1.0-alpha.12-rc1)';

/** Environment variables as the API server's relaxed check takes them. */
const ENVIRONMENT_NAME = /^[ -<>-~]+$/;

/** Rules about the cliques of a PodCliqueSet. */
export const CLIQUE_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'GRV-23',
    title: 'a PodCliqueSet has at least one clique',
    evidence: `${SOURCE}; recorded: the webhook panics and the server answers 500`,
    check: (set) => {
      const present = ['spec', 'template', 'cliques'].map((_, i, steps) => set.at(...steps.slice(0, i + 1)));
      const missing = present.find((place) => !place.present);
      if (cliquesOf(set).length > 0) return [];
      return [(missing ?? present[2]).finding(
        'a PodCliqueSet needs at least one clique; Grove answers only "500 panic: index out of range"',
        'write spec.template.cliques with at least one clique: name, and spec with roleName, replicas and podSpec',
      )];
    },
  },
  {
    ...BASE,
    id: 'GRV-24',
    title: 'no clique is null',
    evidence: `${SOURCE}; recorded: the defaulting webhook panics and the server answers 500`,
    check: (set) => cliquesOf(set).filter((clique) => !clique.present).map((clique) => clique.finding(
      'the list of cliques has an empty entry; Grove answers only "500 panic: nil pointer dereference"',
      'remove the empty list entry, or write the clique',
    )),
  },
  {
    ...BASE,
    id: 'GRV-101',
    title: 'names of cliques are DNS subdomains, and unique',
    evidence: `${SOURCE} rule 2`,
    check: (set) => {
      const cliques = cliquesOf(set).filter((clique) => clique.present);
      return [
        ...cliques.flatMap((clique) => {
          const name = clique.at('name');
          if (name.text === '') return [name.finding('the clique has no name', 'give the clique a name')];
          if (isDnsSubdomain(name.text)) return [];
          return [name.finding(`clique name '${name.text}' is no DNS subdomain`, 'use lower-case letters, digits and inner hyphens')];
        }),
        ...repeated(cliques.map((clique) => clique.at('name')), 'two cliques are named', 'give each clique a name of its own'),
      ];
    },
  },
  {
    ...BASE,
    id: 'GRV-06',
    title: 'roleName is unique among cliques',
    evidence: `${SOURCE} rule 2`,
    check: (set) => repeated(
      cliquesOf(set).filter((clique) => clique.present).map((clique) => clique.at('spec', 'roleName')),
      'two cliques have the roleName',
      'give each clique a roleName of its own',
    ),
  },
  {
    ...BASE,
    id: 'GRV-03',
    title: `names of set, group and clique have at most ${GROVE_NAME_BUDGET} characters together`,
    evidence: `${SOURCE} rule 3`,
    check: (set) => {
      const podCliqueSet = set.at('metadata', 'name').text;
      const grouped = new Set(groupsOf(set).flatMap(cliqueNamesOf));
      const standalone = cliquesOf(set).map((clique) => clique.at('name')).filter((name) => name.text !== '' && !grouped.has(name.text));
      const members = groupsOf(set).flatMap((group) => group.at('cliqueNames').items.map((name) => ({ name, group: group.at('name').text })));
      return [...standalone.map((name) => ({ name, group: '' })), ...members].flatMap(({ name, group }) => {
        const left = groveBudgetLeft(podCliqueSet, name.text, group);
        if (left >= 0) return [];
        const parts = group === '' ? `'${podCliqueSet}' and '${name.text}'` : `'${podCliqueSet}', '${group}' and '${name.text}'`;
        return [name.finding(
          `the names ${parts} have ${GROVE_NAME_BUDGET - left} characters together, of ${GROVE_NAME_BUDGET} that fit`,
          `shorten one of them by ${-left}`,
        )];
      });
    },
  },
  {
    ...BASE,
    id: 'GRV-102',
    title: 'labels and annotations of cliques are well formed',
    evidence: `${SOURCE} rule 2`,
    check: (set) => cliquesOf(set).flatMap((clique) => [
      ...clique.at('labels').entries.flatMap(([key, value]) => [
        ...(isLabelKey(key) ? [] : [value.finding(`label key '${key}' is malformed`, 'write [dns.subdomain/]name, the name of at most 63 letters and digits, with -, _ and . inside')]),
        ...(isLabelValue(value.text) ? [] : [value.finding('the label value is malformed', 'use at most 63 letters and digits, with -, _ and . inside')]),
      ]),
      ...clique.at('annotations').entries.flatMap(([key, value]) => isLabelKey(key.toLowerCase()) ? [] : [
        value.finding(`annotation key '${key}' is malformed`, 'write [dns.subdomain/]name, the name of at most 63 letters and digits, with -, _ and . inside'),
      ]),
    ]),
  },
  {
    ...BASE,
    id: 'GRV-08',
    title: 'replicas, minAvailable and autoscaling bounds of a clique fit each other',
    evidence: `${SOURCE} rules 4 and 5; the quirk of defaulting: recorded`,
    check: (set) => cliquesOf(set).filter((clique) => clique.present).flatMap(cliqueBounds),
  },
  {
    ...BASE,
    id: 'GRV-09',
    title: 'startsAfter names other cliques, each once, without a cycle',
    evidence: `${SOURCE} rule 8`,
    check: (set) => startsExplicitly(set) ? startOrder(set) : [],
  },
  {
    ...BASE,
    id: 'GRV-10',
    title: 'pod templates leave placement to Grove',
    evidence: `${SOURCE} rule 11`,
    check: (set) => cliquesOf(set).flatMap((clique) => {
      const pod = clique.at('spec', 'podSpec');
      const spread = pod.at('topologySpreadConstraints');
      const node = pod.at('nodeName');
      return [
        ...(spread.items.length > 0 ? [spread.finding('Grove refuses topologySpreadConstraints', 'remove it; pack or spread with topologyConstraint')] : []),
        ...(node.text !== '' ? [node.finding('Grove refuses nodeName', 'remove it; choose nodes with nodeSelector or affinity')] : []),
      ];
    }),
  },
  {
    ...BASE,
    id: 'GRV-103',
    title: 'environment variables have valid names, each once per container',
    evidence: `${SOURCE} rule 11`,
    check: (set) => cliquesOf(set).flatMap((clique) => ['containers', 'initContainers']
      .flatMap((key) => clique.at('spec', 'podSpec', key).items)
      .flatMap((container) => {
        const names = container.at('env').items.map((variable) => variable.at('name'));
        return [
          ...names.filter(({ text }) => !isEnvironmentName(text)).map((name) => name.finding(
            `'${name.text}' is no name of an environment variable`, 'use printable characters other than =',
          )),
          ...repeated(names, 'the container has two variables', 'keep one of them'),
        ];
      })),
  },
];

function isEnvironmentName(text: string): boolean {
  return ENVIRONMENT_NAME.test(text) && text !== '.' && text !== '..' && !text.startsWith('..');
}

/** Second and later appearances of a text. */
function repeated(places: readonly Place[], what: string, fix: string): Finding[] {
  return duplicates(places.map(({ text }) => text)).map((text) => {
    const [, second] = places.filter((place) => place.text === text);
    return second.finding(`${what} '${text}'`, fix);
  });
}

function cliqueBounds(clique: Place): Finding[] {
  const findings: Finding[] = [];
  const spec = clique.at('spec');
  const replicas = cliqueReplicas(clique);
  const minAvailable = cliqueMinAvailable(clique);
  if (replicas < 0) findings.push(spec.at('replicas').finding(`replicas is ${replicas}`, 'write 1 or more'));
  if (minAvailable <= 0) {
    findings.push(spec.at('minAvailable').finding(
      `minAvailable is ${minAvailable}${spec.at('minAvailable').present ? '' : ', taken from replicas'}`, 'write 1 or more',
    ));
  }
  if (minAvailable > replicas) {
    findings.push(spec.at('minAvailable').finding(`minAvailable ${minAvailable} is more than replicas ${replicas}`, `write ${Math.max(replicas, 1)} or less`));
  }
  const scale = spec.at('autoScalingConfig');
  if (!scale.present) return findings;
  const minReplicas = scale.at('minReplicas').number ?? spec.at('replicas').number ?? 0;
  const maxReplicas = scale.at('maxReplicas').number ?? 0;
  if (minReplicas < minAvailable) {
    findings.push(scale.at('minReplicas').finding(`minReplicas ${minReplicas} is less than minAvailable ${minAvailable}`, `write ${minAvailable} or more`));
  }
  const least = Math.max(minReplicas, replicas);
  if (maxReplicas < least) {
    findings.push(scale.at('maxReplicas').finding(
      `maxReplicas ${maxReplicas} is less than ${maxReplicas < minReplicas ? `minReplicas ${minReplicas}` : `replicas ${replicas}`}`, `write ${least} or more`,
    ));
  }
  return findings;
}

function startOrder(set: Place): Finding[] {
  const findings: Finding[] = [];
  const cliques = cliquesOf(set).filter((clique) => clique.present);
  const names = cliques.map((clique) => clique.at('name').text);
  for (const clique of cliques) {
    const after = clique.at('spec', 'startsAfter').items;
    for (const dependency of after) {
      if (dependency.text.trim() === '') {findings.push(dependency.finding('an entry of startsAfter is empty', 'remove it, or name a clique'));} else if (dependency.text === clique.at('name').text) {findings.push(dependency.finding('the clique starts after itself', 'remove the entry'));} else if (!names.includes(dependency.text)) {
        findings.push(dependency.finding(`no clique is named '${dependency.text}'`, `name one of ${names.join(', ')}`));
      }
    }
    findings.push(...repeated(after, 'startsAfter names twice the clique', 'keep one of them'));
  }
  const cycle = cycleOf(new Map(cliques.map((clique) => [clique.at('name').text, clique.at('spec', 'startsAfter').items.map(({ text }) => text)])));
  if (cycle) {
    findings.push(set.at('spec', 'template', 'cliques').finding(`cliques start after each other: ${cycle.join(' → ')}`, 'remove one entry of startsAfter from the circle'));
  }
  return findings;
}

/** A circle of two or more in a graph, its first member repeated at the end. */
function cycleOf(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, trail: string[]): string[] | undefined => {
    const start = trail.indexOf(name);
    if (start !== -1) return trail.length - start > 1 ? [...trail.slice(start), name] : undefined;
    if (done.has(name)) return undefined;
    for (const next of graph.get(name) ?? []) {
      const cycle = visit(next, [...trail, name]);
      if (cycle) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of graph.keys()) {
    const cycle = visit(name, []);
    if (cycle) return cycle;
  }
  return undefined;
}
