import type { CelCheck, SchemaCheck } from './admit';
import { leadsToRules } from './cel/leads-to-rules';
import type { RuleFacts } from './rule-context';
import { checkSchema } from './schema';
import type { RewritingWebhook } from '../facts/rewriting-webhooks';

/** The structural validation and the CEL rules that every front end judges with. */
export interface Checks {
  readonly schema?: SchemaCheck;
  readonly cel?: CelCheck;
}

/** What `admit` judges objects with before the rules run, against the schemas of the release that is declared. */
export function builtInChecks(): Checks {
  return { schema, cel };
}

const schema: SchemaCheck = (manifest, facts) => checkSchema(manifest, { versions: versionsOf(facts), operators: operatorsOf(facts) });

const cel: CelCheck = ({ kind, component, defaulted }, previous) => {
  // Of claims and device classes the server compiles the selectors, which no schema says.
  if (!component || !kind?.schema || kind.group !== 'resource.k8s.io' && !leadsToRules(kind.schema, component.shapes)) return [];
  // Loaded on first use: most kinds that a small file holds have no rules.
  const { checkCel } = require('./cel/check-cel') as typeof import('./cel/check-cel');
  return checkCel(component.component, defaulted, kind, component.shapes, previous?.defaulted);
};

/** Versions by minor of Kubernetes and name of the release: objects are many, clusters are few. */
const VERSIONS = new Map<string, { readonly [component: string]: string }>();

/** Component to the version of its schemas; of what nobody declared, the newest. */
function versionsOf({ release, kubernetes }: RuleFacts): { readonly [component: string]: string } {
  const key = `${kubernetes?.schemaVersion} ${release?.name}`;
  let versions = VERSIONS.get(key);
  if (!versions) {
    const pinned = (release?.schemaComponents ?? []).map((component): [string, string] => [component, release!.schemaVersionOf(component) ?? '']);
    versions = { ...Object.fromEntries(pinned), ...kubernetes && { kubernetes: kubernetes.schemaVersion } };
    VERSIONS.set(key, versions);
  }
  return versions;
}

type Operators = ReadonlySet<RewritingWebhook['operator']>;

const BOTH: Operators = new Set(['dynamo', 'grove']);
const WITHOUT_GROVE: Operators = new Set(['dynamo']);

/**
 * The operators whose webhooks are known to run: those of the release that is declared, and both where the cluster says that one hands graphs to
 * the other. A release does not say whether Grove is on: it does unless the cluster says that it is off.
 */
function operatorsOf({ release, cluster }: RuleFacts): Operators | undefined {
  const grove = cluster?.operators.grove;
  if (!release && !grove) return undefined;
  return grove === false ? WITHOUT_GROVE : BOTH;
}
