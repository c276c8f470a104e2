import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { admit } from '../../admission/admit';
import { builtInChecks } from '../../admission/checks';
import { Report } from '../../admission/report';
import type { Rule } from '../../admission/rule';
import type { Suppression } from '../../admission/suppressions';
import { Cluster } from '../../cluster';
import type { KubernetesVersion } from '../../facts/kubernetes-version';
import type { Release } from '../../facts/release';
import { ManifestObject } from '../../manifests/manifest-object';
import { isManifest, ManifestSet } from '../../manifests/manifest-set';
import { builtInRules } from '../../rules';

/** What a construct was told about admission, kept on the construct: two copies of the library may be loaded. */
export interface Decisions {
  readonly suppressions: Array<{ readonly rule: string; readonly reason: string }>;
  readonly rules: Rule[];
}

const DECISIONS = Symbol.for('cdk8s-inference.Admission');

/** The decisions that a construct holds, made on first use. */
export function decisionsOf(construct: IConstruct): Decisions {
  const holder = construct as unknown as { [DECISIONS]?: Decisions };
  if (!holder[DECISIONS]) Object.defineProperty(construct, DECISIONS, { value: { suppressions: [], rules: [] } });
  return holder[DECISIONS]!;
}

/** An object and the construct that rendered it. */
export interface Rendered {
  readonly construct: IConstruct;
  readonly manifest: unknown;
}

/** What is known of clusters that no `Cluster` describes. */
export interface DefaultFacts {
  readonly release?: Release;
  readonly kubernetes?: KubernetesVersion;
}

/** Renders every object below a construct, once. */
export function renderAll(scope: IConstruct): Rendered[] {
  const objects = scope.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
  return objects.map((construct) => ({ construct, manifest: construct.toJson() as unknown }));
}

/**
 * Judges rendered objects, each cluster by itself.
 *
 * @param scope whose decisions, and those of everything below and above it, hold
 */
export function admitRendered(scope: IConstruct, rendered: readonly Rendered[], facts: DefaultFacts = {}): Report {
  const clusters = new Map<Cluster | undefined, ManifestObject[]>();
  for (const { construct, manifest } of rendered) {
    if (!isManifest(manifest)) continue;
    const cluster = Cluster.ofOrUndefined(construct);
    const object = new ManifestObject(manifest, { construct: construct.node.path });
    const objects = clusters.get(cluster);
    if (objects) objects.push(object);
    else clusters.set(cluster, [object]);
  }
  const rules = builtInRules();
  const suppressions: Array<Suppression & { readonly scope: IConstruct }> = [];
  for (const construct of new Set([...scope.node.scopes, ...scope.node.findAll()])) {
    if (!(DECISIONS in construct)) continue;
    const decisions = decisionsOf(construct);
    rules.push(...decisions.rules);
    for (const suppression of decisions.suppressions) suppressions.push({ ...suppression, construct: construct.node.path, scope: construct });
  }
  const reports = [...clusters].map(([cluster, objects]) => admit(new ManifestSet(objects), {
    ...builtInChecks(),
    rules,
    facts: { release: cluster?.release ?? facts.release, kubernetes: cluster?.kubernetes ?? facts.kubernetes },
    suppressions: suppressions.filter((suppression) => objects.some(({ origin }) => isBelow(origin.construct!, suppression.construct!))),
    // A suppression further up may be meant for what is not looked at here, or for another cluster.
    complete: clusters.size === 1 && scope.node.scope === undefined,
  }));
  return new Report({
    objects: rendered.length,
    findings: reports.flatMap((report) => report.findings),
    suppressed: reports.flatMap((report) => report.suppressed),
    notChecked: reports.flatMap((report) => report.notChecked),
    notEvaluated: reports.flatMap((report) => report.notEvaluated),
  });
}

function isBelow(path: string, scope: string): boolean {
  return scope === '' || path === scope || path.startsWith(`${scope}/`);
}
