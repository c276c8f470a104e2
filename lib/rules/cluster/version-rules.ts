import type { Rule } from '../../admission/rule';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import { isVersion } from '../../facts/version';
import { binderRights, FIRST_MINOR_WITH_BINDING, VersionConflict, versionConflicts, VersionSet } from '../../facts/version-facts';
import type { ManifestObject } from '../../manifests/manifest-object';
import type { ManifestSet } from '../../manifests/manifest-set';
import type { ChartInstall } from '../chart-installs';
import { Place } from '../deployment/place';
import { rankGroupsIn, podsOfGroup } from '../rank-groups';
import { NO_KUBERNETES, noRelease } from '../reasons';
import { found, RuleRow, rulesOf } from '../rule-row';
import { groveInstall, kaiInstall, platformInstall, StackInstall } from '../stack-installs';
import { CHARTS, either, GRAPHS, POD_CLIQUE_SETS } from '../subjects';

const TITLES: readonly [id: string, title: string, reference: string][] = [
  ['VER-01', 'KAI gang-schedules the graphs of this Dynamo', 'V1, 0 item 1 (KAI PR #1870)'],
  ['VER-02', 'KAI fits a Grove that makes PodGroups itself', 'V2, 0 item 2 (KAI PR #2117)'],
  ['VER-03', 'Dynamo and Grove speak the same API', 'V3'],
  ['VER-04', 'KAI leaves gangs alone that Grove is repairing', 'V4, 0 item 4 (dynamo PR #14741)'],
  ['VER-05', "KAI's binder may write claims on this Kubernetes", 'V5, 1.3'],
];

/** Rules about versions of the stack that do not fit each other. */
export const VERSION_RULES: readonly RuleRow[] = TITLES.map(([id, title, reference]): RuleRow => ({
  id,
  about: either(CHARTS, GRAPHS, POD_CLIQUE_SETS),
  title,
  evidence: `scheduling.md 4 ${reference}; newer.md 1`,
  * check(context) {
    const judged = conflictsOf(context);
    if (!judged) return;
    if ('unknown' in judged) {
      if (isInPlay(id, context)) yield judged;
      return;
    }
    if (id === 'VER-05' && judged.needsKubernetes) yield { object: judged.object, unknown: NO_KUBERNETES };
    for (const { rule, severity, message } of judged.conflicts) {
      // What to write instead is the last sentence of the message.
      const [what, fix] = parted(message);
      if (rule === id) yield found(judged.object, judged.place, what, fix, { severity: severity === 'warning' ? Severity.WARNING : Severity.ERROR });
    }
  },
}));

/** Version rules for the catalogue. */
export function versionRules(): Rule[] {
  return rulesOf('cluster', VERSION_RULES);
}

interface Judged {
  readonly object: ManifestObject;
  readonly place: Place;
  readonly conflicts: readonly VersionConflict[];
  /** Whether VER-05 depends on the version of Kubernetes, which is not known. */
  readonly needsKubernetes: boolean;
}

type Verdict = Judged | { readonly unknown: string } | undefined;

const read = new WeakMap<RuleContext, { readonly verdict: Verdict }>();

/** What the rules say together. */
function conflictsOf(context: RuleContext): Verdict {
  let known = read.get(context);
  if (!known) read.set(context, known = { verdict: judge(context) });
  return known.verdict;
}

function judge(context: RuleContext): Verdict {
  const { manifests } = context;
  const release = context.release ?? context.cluster?.release;
  const platform = platformInstall(manifests);
  const kai = kaiInstall(manifests);
  const grove = groveInstall(manifests);
  const using = manifests.objects.find(({ kind }) => kind === 'DynamoGraphDeployment' || kind === 'PodCliqueSet');
  const install = kai ?? grove ?? platform;
  if (!install && !using) return undefined;
  const versions = versionsOf(context, platform, kai, grove);
  if (!versions.kai && !versions.grove) return using && !release ? { unknown: noRelease('the versions of Dynamo, Grove and KAI are') } : undefined;
  const object = install?.object ?? using!;
  return {
    object,
    place: install ? versionPlace(install) : new Place(undefined),
    conflicts: versionConflicts(versions),
    needsKubernetes: versions.kubernetesMinor === undefined && binderRights({ ...versions, kubernetesMinor: FIRST_MINOR_WITH_BINDING }) !== undefined,
  };
}

/** Of the installs in the manifests; what they do not install is as the release pins it. */
function versionsOf(context: RuleContext, platform?: ChartInstall, kai?: StackInstall, grove?: StackInstall): VersionSet {
  const { manifests } = context;
  const release = context.release ?? context.cluster?.release;
  const version = (install: ChartInstall | undefined, pinned?: string) => {
    if (install && isVersion(install.version)) return install.version;
    return bundled(install) ? undefined : pinned;
  };
  const graphs = manifests.ofKind('nvidia.com', 'DynamoGraphDeployment');
  const several = graphs.filter(({ manifest }) => {
    const spec = new Place(manifest).at('spec');
    return spec.at('components').items.length > 1 || spec.at('services').entries.length > 1;
  });
  const isGang = several.length > 0 || rankGroupsIn(manifests).some((group) => graphs.includes(group.object) && podsOfGroup(group) > 1);
  const pin = release?.findPin('kai-scheduler');
  return {
    dynamo: version(platform, release?.platformVersion),
    kai: version(kai, pin?.version),
    grove: version(grove, release?.findPin('grove')?.version),
    kubernetesMinor: (context.kubernetes ?? context.cluster?.kubernetes)?.minor,
    kaiStalenessGracePeriod: kai ? periodOf(kai) : pin?.settings?.['scheduler.args.default-staleness-grace-period'],
    bundled: bundled(kai) && bundled(grove),
    gangs: graphs.length === 0 ? !!platform : isGang,
    resourceClaims: claims(manifests),
  };
}

/** Whether a rule has anything to say of the manifests: two are about Dynamo, one about claims. */
function isInPlay(id: string, { manifests }: RuleContext): boolean {
  if (id === 'VER-01' || id === 'VER-03') return manifests.ofKind('nvidia.com', 'DynamoGraphDeployment').length > 0;
  return id !== 'VER-05' || claims(manifests);
}

function claims(manifests: ManifestSet): boolean {
  return manifests.podTemplates.some(({ spec }) => Array.isArray(spec.resourceClaims) && spec.resourceClaims.length > 0);
}

function bundled(install: ChartInstall | undefined): boolean {
  return (install as StackInstall | undefined)?.bundled === true;
}

/** KAI's staleness period; what is not written here may be in values from elsewhere, and is taken for right. */
function periodOf({ values, partial }: ChartInstall): string | undefined {
  const written = values.at('scheduler', 'args', 'default-staleness-grace-period').text;
  return written !== '' ? written : partial ? '-1s' : undefined;
}

function versionPlace({ object }: ChartInstall): Place {
  const spec = new Place(object.manifest).at('spec');
  if (object.kind === 'Application') return spec.at('source').present ? spec.at('source', 'targetRevision') : spec.at('sources');
  return spec.at('chart').present ? spec.at('chart', 'spec', 'version') : spec.at('chartRef');
}

function parted(message: string): [string, string] {
  const at = message.lastIndexOf('. ');
  if (at < 0) return [message, 'install the versions that the release pins'];
  const fix = message.slice(at + 2);
  return [message.slice(0, at), `${fix[0].toLowerCase()}${fix.slice(1)}`];
}
