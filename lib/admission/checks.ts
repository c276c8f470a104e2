import type { CelCheck, SchemaCheck } from './admit';
import { leadsToRules } from './cel/leads-to-rules';
import { checkSchema } from './schema';
import type { Release } from '../facts/release';

/** The structural validation and the CEL rules that every front end judges with. */
export interface Checks {
  readonly schema?: SchemaCheck;
  readonly cel?: CelCheck;
}

/** What `admit` judges objects with before the rules run, against the schemas of the release that is declared. */
export function builtInChecks(): Checks {
  return { schema, cel };
}

const schema: SchemaCheck = (manifest, { release }) => checkSchema(manifest, { versions: versionsOf(release) });

const cel: CelCheck = ({ kind, component, defaulted }, previous) => {
  if (!component || !kind?.schema || !leadsToRules(kind.schema, component.shapes)) return [];
  // Loaded on first use: most kinds that a small file holds have no rules.
  const { checkCel } = require('./cel/check-cel') as typeof import('./cel/check-cel');
  return checkCel(component.component, defaulted, kind, component.shapes, previous?.defaulted);
};

const VERSIONS = new WeakMap<Release, { readonly [component: string]: string }>();

/** Component to the version of its schemas; of what the release does not name, and without a release, the newest. */
function versionsOf(release: Release | undefined): { readonly [component: string]: string } {
  if (!release) return {};
  let versions = VERSIONS.get(release);
  if (!versions) {
    versions = Object.fromEntries(release.schemaComponents.map((component) => [component, release.schemaVersionOf(component) ?? '']));
    VERSIONS.set(release, versions);
  }
  return versions;
}
