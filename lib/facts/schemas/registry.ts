import * as fs from 'fs';
import * as path from 'path';
import { ComponentSchema, KindSchema } from './schema';

/** A component version for which there is a schema file. */
export interface RegistryEntry {
  readonly component: string;
  /** As upstream tags it, without a leading `v`. */
  readonly version: string;
  /** Below lib/facts/schemas. */
  readonly file: string;
  /** True when (parts of) the schemas are derived for lack of the CRDs. */
  readonly derived?: boolean;
  /** True when only some kinds of this version are at hand: a kind that is not in `gvks` may exist. */
  readonly partial?: boolean;
  /** The served kinds, as `group/version/Kind` (`version/Kind` in the core group). */
  readonly gvks: readonly string[];
}

const files = new Map<string, ComponentSchema>();
const servers = new Map<string, readonly RegistryEntry[]>();
let entries: readonly RegistryEntry[] | undefined;

/** All component versions, sorted by component; versions of one component from the oldest to the newest. */
export function registryEntries(): readonly RegistryEntry[] {
  entries ??= (readJson('registry.json') as { readonly entries: readonly RegistryEntry[] }).entries;
  return entries;
}

/** The versions of a component, oldest first. */
export function versionsOf(component: string): string[] {
  return registryEntries().filter((entry) => entry.component === component).map((entry) => entry.version);
}

/** The component versions that serve a kind. Two components can serve the same one (ComputeDomain). */
export function servedBy(apiVersion: string, kind: string): readonly RegistryEntry[] {
  // Asked for every object that is rendered or judged.
  const gvk = `${apiVersion}/${kind}`;
  let serving = servers.get(gvk);
  if (!serving) {
    serving = registryEntries().filter((entry) => entry.gvks.includes(gvk));
    // Kinds that nobody serves are without end in what others wrote.
    if (serving.length > 0) servers.set(gvk, serving);
  }
  return serving;
}

/**
 * The compact schemas of a component, read from disk on first use.
 *
 * @param version default: the newest
 * @throws if there is no schema of this component or version
 */
export function componentSchema(component: string, version?: string): ComponentSchema {
  const versions = versionsOf(component);
  const wanted = version ?? versions[versions.length - 1];
  const entry = registryEntries().find((candidate) => candidate.component === component && candidate.version === wanted);
  if (!entry) {
    const known = versions.length ? `versions: ${versions.join(', ')}` : 'no such component';
    throw new Error(`no schemas of ${component} ${version ?? ''} (${known})`);
  }
  return schemaOf(entry);
}

/** The compact schemas of a component version, read from disk on first use. */
export function schemaOf(entry: RegistryEntry): ComponentSchema {
  let schema = files.get(entry.file);
  if (!schema) {
    schema = readJson(entry.file) as ComponentSchema;
    files.set(entry.file, schema);
  }
  return schema;
}

/** By `apiVersion kind`. */
const kinds = new WeakMap<ComponentSchema, ReadonlyMap<string, KindSchema>>();

/** The schema of a kind in one component version; undefined when that version does not have it. */
export function kindSchema(schemas: ComponentSchema, apiVersion: string, kind: string): KindSchema | undefined {
  let known = kinds.get(schemas);
  if (!known) {
    known = new Map(schemas.kinds.map((each) => [`${each.group ? `${each.group}/` : ''}${each.version} ${each.kind}`, each]));
    kinds.set(schemas, known);
  }
  return known.get(`${apiVersion} ${kind}`);
}

/** The newest version of a component that serves a kind. */
export function newestWith(component: string, apiVersion: string, kind: string): ComponentSchema | undefined {
  const serving = servedBy(apiVersion, kind).filter((entry) => entry.component === component);
  return serving.length ? schemaOf(serving[serving.length - 1]) : undefined;
}

function readJson(file: string): unknown {
  return JSON.parse(fs.readFileSync(path.join(__dirname, file), 'utf8'));
}
