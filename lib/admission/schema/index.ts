import { SHAPE_CHECKS } from './checks';
import { withDefaults } from './defaults';
import { isPlainMetadata, metadataProblems } from './metadata';
import { kindOf } from './problems';
import { SchemaContext, SchemaNode } from './schema-node';
import { validate } from './validate';
import { KUBERNETES_OVERLAY } from '../../facts/overlays/kubernetes';
import { RewritingWebhook, rewritingWebhook } from '../../facts/rewriting-webhooks';
import { componentSchema, kindSchema, registryEntries, schemaOf, servedBy } from '../../facts/schemas/registry';
import type { ComponentSchema, KindSchema } from '../../facts/schemas/schema';
import { JsonPath, Manifest, pathText } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { asWritten } from '../rewritten/as-written';
import { rewritten } from '../rewritten/rewritten';

/** Component whose kinds the API server itself knows. */
const KUBERNETES = 'kubernetes';

export interface CheckSchemaOptions {
  /** Component to version, for example `{ dynamo: '1.4.0' }`; of a component that is not here the newest serves. */
  readonly versions?: { readonly [component: string]: string };
  /** Operators that are known to run: their mutating webhooks rewrite objects before the schema is looked at. */
  readonly operators?: ReadonlySet<RewritingWebhook['operator']>;
}

/** What structural admission says of an object. */
export interface SchemaVerdict {
  /** False when no schema serves the kind: then only its metadata was looked at. */
  readonly checked: boolean;
  readonly problems: Problem[];
  /** The object with its defaults, as CEL rules see it. */
  readonly defaulted: Manifest;
  /** Required fields and entries of lists that a mutating webhook wrote, so that nothing refuses the object for lack of them. */
  readonly filled?: readonly JsonPath[];
  /** What it was checked against. */
  readonly kind?: KindSchema;
  readonly component?: ComponentSchema;
}

/** Structural admission of one object: names, schema, what Kubernetes' own code demands of core kinds. */
export function checkSchema(manifest: Manifest, options: CheckSchemaOptions = {}): SchemaVerdict {
  const untyped = typeMetaProblems(manifest);
  if (untyped.length > 0) return { checked: false, problems: untyped, defaulted: manifest };
  const problems = metadataProblems(manifest);
  const component = servingComponent(manifest, options.versions);
  const kind = component && kindSchema(component, manifest.apiVersion, manifest.kind);
  if (!component || !kind?.schema) {
    problems.push(...metadataTypes(manifest));
    return { checked: false, problems, defaulted: manifest };
  }
  const context = contextOf(component);
  const node = SchemaNode.of(kind.schema, context);
  const defaulted = withDefaults(manifest, node) as Manifest;
  if (component.component === KUBERNETES) {
    problems.push(...validate(defaulted, node, true).filter((problem) => !isOfStatus(problem, NATIVE_STATUS)));
  } else {
    problems.push(...metadataTypes(manifest), ...scaleProblems(defaulted, kind));
    const keep = (found: Problem[]) => kind.subresources?.status ? found.filter((problem) => !isOfStatus(problem, CUSTOM_STATUS)) : found;
    const webhook = rewritingWebhook(manifest.apiVersion, manifest.kind);
    const behindWebhook = () => {
      const result = rewritten(defaulted, node, webhook!);
      return { result, said: asWritten(keep(validate(result.manifest, node, true)), result) };
    };
    if (webhook && options.operators?.has(webhook.operator)) {
      const { result, said } = behindWebhook();
      problems.push(...said.problems);
      return { checked: true, problems: problems.sort(byPath), defaulted: result.manifest, filled: said.filled, kind, component };
    }
    const found = keep(validate(defaulted, node, true));
    const isOpen = webhook && !options.operators && found.some(({ rule }) => rule !== 'SCHEMA-UNKNOWN-FIELD');
    problems.push(...isOpen ? withHint(found, behindWebhook().said.problems) : found);
  }
  return { checked: true, problems: problems.sort(byPath), defaulted, kind, component };
}

/** Where only the webhooks of an operator decide, and nobody said whether it runs, the fix says how to say so. */
function withHint(found: readonly Problem[], behindWebhook: readonly Problem[]): Problem[] {
  const refused = new Set(behindWebhook.map(({ path }) => pathText(path)));
  return found.map((problem) => (refused.has(pathText(problem.path)) ? problem : { ...problem, fix: `${problem.fix}; ${HINT}` }));
}

const HINT = 'a cluster whose operator runs does not refuse this: declare the release (--release) to be told what comes of it there';

/** What is looked at below `status`, which is dropped on create: only what decoding finds. */
const NATIVE_STATUS = new Set(['SCHEMA-UNKNOWN-FIELD', 'SCHEMA-TYPE']);
const CUSTOM_STATUS = new Set(['SCHEMA-UNKNOWN-FIELD']);

function isOfStatus({ path, rule }: Problem, kept: ReadonlySet<string>): boolean {
  return path[0] === 'status' && !kept.has(rule) && !(path.length === 1 && rule === 'SCHEMA-REQUIRED');
}

/** apiVersion and kind, without which nothing can be said. */
function typeMetaProblems(manifest: unknown): Problem[] {
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) {
    return [{ rule: 'SCHEMA-TYPE', path: [], message: `${kindOf(manifest)} is no object of Kubernetes`, fix: 'write an object with apiVersion, kind and metadata' }];
  }
  const { apiVersion, kind } = manifest as { readonly [key: string]: unknown };
  return Object.entries({ apiVersion, kind }).filter(([, value]) => typeof value !== 'string' || value === '')
    .map(([key]): Problem => ({ rule: 'SCHEMA-REQUIRED', path: [key], message: `${key} is required, a text`, fix: `write ${key}` }));
}

/** Source: k8s.io/apiextensions-apiserver pkg/registry/customresource/validator.go (ValidateScaleSpec). */
function scaleProblems(manifest: Manifest, { subresources }: KindSchema): Problem[] {
  const text = subresources?.scale?.specReplicasPath;
  if (text === undefined) return [];
  const path = text.split('.').filter((step) => step !== '');
  let value: unknown = manifest;
  for (const step of path) value = typeof value === 'object' && value !== null ? (value as { [key: string]: unknown })[step] : undefined;
  if (typeof value !== 'number' || (value >= 0 && value <= 2147483647)) return [];
  return [{ rule: 'SCHEMA-RANGE', path, message: `${value} is no count of replicas`, fix: 'write 0 or more' }];
}

type Versions = Required<CheckSchemaOptions>['versions'];

const NEWEST: Versions = {};

/** By versions that are asked for, and `apiVersion kind`: objects are many, kinds are few. */
const SERVING = new WeakMap<Versions, Map<string, ComponentSchema>>();

/** The schemas that serve a kind: of the versions asked for, else the newest; where several components serve it, one that was asked for. */
function servingComponent({ apiVersion, kind }: Manifest, versions: Versions = NEWEST): ComponentSchema | undefined {
  let known = SERVING.get(versions);
  if (!known) SERVING.set(versions, known = new Map());
  const key = `${apiVersion} ${kind}`;
  let component = known.get(key);
  if (!component) {
    component = findServing(apiVersion, kind, versions);
    // Kinds that nobody serves are without number.
    if (component) known.set(key, component);
  }
  return component;
}

function findServing(apiVersion: string, kind: string, versions: Versions): ComponentSchema | undefined {
  const entries = servedBy(apiVersion, kind);
  const wanted = entries.filter((entry) => Object.hasOwn(versions, entry.component));
  const asked = wanted.find((entry) => versions[entry.component] === entry.version);
  // Where several components ship a kind, the first is its home (ComputeDomain: dra-driver before gpu-operator).
  const isOpen = (component: string) => !Object.hasOwn(versions, component) || isPartial(component, versions[component]);
  const unpinned = asked ? [] : entries.filter((each) => isOpen(each.component));
  const entry = asked ?? unpinned.filter((each) => each.component === unpinned[0].component).pop();
  return entry && schemaOf(entry);
}

/** Whether only some kinds of a version are at hand: of the others the newest serves. */
function isPartial(component: string, version: string): boolean {
  return registryEntries().some((entry) => entry.component === component && entry.version === version && entry.partial === true);
}

const CONTEXTS = new WeakMap<ComponentSchema, SchemaContext>();

function contextOf(component: ComponentSchema): SchemaContext {
  let context = CONTEXTS.get(component);
  if (!context) {
    CONTEXTS.set(component, context = component.component === KUBERNETES
      ? { shapes: component.shapes, overlay: KUBERNETES_OVERLAY, checks: SHAPE_CHECKS }
      : { shapes: component.shapes });
  }
  return context;
}

/** Types and unknown keys of the metadata of a custom resource, which its own schema leaves to the server. */
function metadataTypes(manifest: Manifest): Problem[] {
  if (manifest.metadata === undefined || isPlainMetadata(manifest.metadata)) return [];
  const kubernetes = componentSchema(KUBERNETES);
  const node = SchemaNode.of(OBJECT_META, contextOf(kubernetes));
  const given = { metadata: manifest.metadata };
  return validate(withDefaults(given, node), node, false);
}

const OBJECT_META = { type: 'object', properties: { metadata: { $ref: 'meta.v1.ObjectMeta' } } } as const;

/** Problems in the order of their places. */
function byPath(a: Problem, b: Problem): number {
  for (let i = 0; i < Math.min(a.path.length, b.path.length); i++) {
    const [left, right] = [a.path[i], b.path[i]];
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left) < String(right) ? -1 : 1;
  }
  return a.path.length - b.path.length;
}
