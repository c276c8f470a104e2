import { ApiObject, App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { constructFindings, objectFinder, renderingFailure } from './construct-findings';
import { DefaultFacts, rulesOn } from './decisions';
import { renderer } from './render-plain';
import { admit, suppressionFindings } from '../../admission/admit';
import { builtInChecks } from '../../admission/checks';
import type { Finding } from '../../admission/finding';
import { Report } from '../../admission/report';
import type { Rule } from '../../admission/rule';
import type { RuleFacts } from '../../admission/rule-context';
import type { Suppression } from '../../admission/suppressions';
import { Cluster } from '../../cluster';
import { suppressionsOn } from '../../cluster/private/suppressions';
import { Expansion } from '../../expansion/expansion';
import { ManifestObject } from '../../manifests/manifest-object';
import { isManifest, ManifestSet } from '../../manifests/manifest-set';
import { builtInRules, CATALOGUE } from '../../rules';

/** An object and the one rendering of it, or why there is none. */
export interface Rendered {
  readonly construct: ApiObject;
  readonly manifest?: unknown;
  readonly failure?: Finding;
}

/** Renders objects, each once. */
export function render(objects: readonly ApiObject[]): Rendered[] {
  if (objects.length === 0) return [];
  const manifestOf = renderer(App.of(objects[0]));
  return objects.map((construct) => {
    try {
      const manifest = manifestOf(construct);
      return isManifest(manifest) ? { construct, manifest } : { construct, failure: renderingFailure(construct, 'it has no apiVersion or no kind') };
    } catch (error) {
      return { construct, failure: renderingFailure(construct, error) };
    }
  });
}

/** Every object below a construct. */
export function objectsOf(scope: IConstruct): ApiObject[] {
  return scope.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}

/** What is judged together: everything of one cluster, or everything outside of clusters. */
interface Judged {
  readonly objects: ManifestObject[];
  readonly found: Finding[];
}

/** What is said of rendered objects, and what operators will make of them on each cluster. */
export interface Admitted {
  readonly report: Report;
  readonly expansions: ReadonlyMap<Cluster, Expansion>;
}

/**
 * Judges rendered objects and the constructs around them, each cluster by itself.
 *
 * @param scope whose decisions, and those of everything below and above it, hold
 * @param also what else was found, in no cluster
 */
export function admitRendered(scope: IConstruct, rendered: readonly Rendered[], facts: DefaultFacts = {}, also: readonly Finding[] = []): Admitted {
  const constructs = scope.node.findAll();
  const own: Rule[] = [];
  const suppressions: Array<Suppression & { readonly scope: IConstruct }> = [];
  for (const construct of new Set([...scope.node.scopes, ...constructs])) {
    own.push(...rulesOn(construct));
    for (const suppression of suppressionsOn(construct)) suppressions.push({ ...suppression, construct: construct.node.path, scope: construct });
  }

  const clusterOf = clusterFinder();
  const clusters = new Map<Cluster | undefined, Judged>();
  const judgedOf = (construct: IConstruct): Judged => {
    const cluster = clusterOf(construct);
    let judged = clusters.get(cluster);
    if (!judged) clusters.set(cluster, judged = { objects: [], found: [] });
    return judged;
  };
  const objects = new Map<IConstruct, ManifestObject>();
  for (const { construct, manifest, failure } of rendered) {
    if (failure) {
      judgedOf(construct).found.push(failure);
    } else {
      const object = new ManifestObject(manifest as { [key: string]: unknown }, { construct: construct.node.path });
      objects.set(construct, object);
      judgedOf(construct).objects.push(object);
    }
  }
  const objectOf = objectFinder(objects);
  const catalogue = () => [...builtInRules(), ...own];
  for (const [construct, finding] of constructFindings(constructs, catalogue, objectOf)) judgedOf(construct).found.push(finding);

  // What is left out of a part of an app may be what a suppression is meant for.
  const complete = scope.node.scope === undefined;
  const judged = suppressions.map((suppression) => {
    const about = [...clusters.keys()].filter((cluster) => isAbout(suppression.scope, cluster));
    return { ...suppression, isShared: about.length !== 1 };
  });
  const expansions = new Map<Cluster, Expansion>();
  const reports = [...clusters].map(([cluster, { objects: all, found }]) => {
    const manifests = new ManifestSet(all);
    const known = factsOf(cluster, facts);
    const expansion = new Expansion(manifests, known.cluster);
    if (cluster) expansions.set(cluster, expansion);
    const report = admit(manifests, {
      ...builtInChecks(),
      rules: { of: (subjects) => [...CATALOGUE.of(subjects), ...own] },
      facts: known,
      found,
      suppressions: judged.filter((suppression) => isAbout(suppression.scope, cluster)),
      complete,
      expansion,
    });
    return { found, report };
  });
  const shared = suppressionFindings(
    judged.filter(({ isShared }) => isShared),
    reports.flatMap(({ report }) => report.suppressed),
    reports.flatMap(({ report }) => report.notEvaluated),
    complete,
  );
  const kept = reports.map(({ found, report }) => withoutEchoes(found, report));
  const report = new Report({
    objects: rendered.length,
    findings: [...also, ...kept.flatMap((each) => each.findings), ...shared],
    suppressed: kept.flatMap((each) => each.suppressed),
    notChecked: kept.flatMap((each) => each.notChecked),
    notEvaluated: kept.flatMap((each) => each.notEvaluated),
  });
  return { report, expansions };

  function isAbout(construct: IConstruct, cluster: Cluster | undefined): boolean {
    return clusterOf(construct) === cluster || (cluster !== undefined && cluster.node.scopes.includes(construct));
  }
}

function factsOf(cluster: Cluster | undefined, facts: DefaultFacts): RuleFacts {
  if (!cluster) return { release: facts.release, kubernetes: facts.kubernetes };
  return { release: cluster.release, kubernetes: cluster.kubernetes, cluster: cluster._facts() };
}

/** `Cluster.ofOrUndefined`, once for all the children of a construct. */
function clusterFinder(): (construct: IConstruct) => Cluster | undefined {
  const known = new Map<IConstruct, Cluster | undefined>();
  return (construct) => {
    const { scope } = construct.node;
    if (!scope) return Cluster.ofOrUndefined(construct);
    if (!known.has(scope)) known.set(scope, Cluster.ofOrUndefined(scope));
    return known.get(scope) ?? Cluster.ofOrUndefined(construct);
  };
}

/** Leaves out what a rule says of an object once more that constructs say already, in the words of the program. */
function withoutEchoes(found: readonly Finding[], report: Report): Report {
  if (!found.some(({ object }) => object)) return report;
  const own = new Set(found);
  const keyOf = ({ rule, object }: Finding) => `${rule} ${object?.origin.construct ?? ''}`;
  const told = tally(found.map(keyOf));
  const components = new Set(found.map((each) => `${keyOf(each)} ${each.construct?.split('/').pop() ?? ''}`));
  const said = tally([...report.findings, ...report.suppressed].filter((each) => !own.has(each)).map(keyOf));
  const isKept = (each: Finding) => {
    if (own.has(each) || !each.object) return true;
    const component = componentOf(each);
    if (component !== undefined && components.has(`${keyOf(each)} ${component}`)) return false;
    // Where the manifests have more of it, constructs did not see all.
    return said.get(keyOf(each))! > (told.get(keyOf(each)) ?? 0);
  };
  return new Report({
    objects: report.summary.objects,
    findings: report.findings.filter(isKept),
    suppressed: report.suppressed.filter(isKept),
    notChecked: report.notChecked,
    notEvaluated: report.notEvaluated,
  });
}

/** Name of the Dynamo component that a finding is about: the id of its construct. */
function componentOf({ object, path }: Finding): string | undefined {
  const index = /^spec\.components\[(\d+)\]/.exec(path)?.[1];
  const name = index === undefined ? undefined : object?.get('spec', 'components', index, 'name');
  return typeof name === 'string' ? name : undefined;
}

function tally(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
