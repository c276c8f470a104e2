import { ApiObject, App, ImplicitTokenResolver, LazyResolver, NumberStringUnionResolver } from 'cdk8s';

/** What an ApiObject of cdk8s keeps to itself. Source: cdk8s-team/cdk8s-core, src/api-object.ts, v2.70.0. */
interface Kept {
  readonly props?: { readonly [key: string]: unknown };
  readonly patches?: readonly unknown[];
}

type Fields = { [key: string]: unknown };

/** Thrown inside, where there is something that only cdk8s resolves. */
const NOT_PLAIN = new Error('not plain');

const RESOLVERS = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/**
 * The way in which an app renders its objects: what `toJson()` gives, in a third of the time.
 *
 * cdk8s asks every resolver about every value of every object, with a path and a context made for each, then copies all of it once more. An object of
 * plain data without patches has nothing to resolve; every other goes through `toJson()`. So do all where an app has resolvers of its own, and where
 * cdk8s renders the first one differently, as another version of it may.
 */
export function renderer(app: App): (object: ApiObject) => unknown {
  const { resolvers } = app;
  const isUsual = resolvers?.length === RESOLVERS.length && RESOLVERS.every((type, i) => resolvers[i] instanceof type);
  let isSame: boolean | undefined = isUsual && !process.env.CDK8S_DISABLE_SORT ? undefined : false;
  return (object) => {
    const own = isSame === false ? undefined : plainManifest(object);
    if (own && isSame) return own;
    const manifest: unknown = object.toJson();
    if (own) isSame = JSON.stringify(own) === JSON.stringify(manifest);
    return manifest;
  };
}

/** An object without anything to resolve, as `toJson()` renders it; undefined where only that can tell. */
function plainManifest(object: ApiObject): Fields | undefined {
  const { props, patches } = object as unknown as Kept;
  if (object.toJson !== ApiObject.prototype.toJson || !props || patches?.length !== 0) return undefined;
  try {
    const { metadata, ...others } = props;
    const rest = plain(others) as Fields;
    const { apiVersion, kind } = rest;
    const manifest: Fields = {};
    if (apiVersion !== undefined) manifest.apiVersion = apiVersion;
    if (kind !== undefined) manifest.kind = kind;
    manifest.metadata = object.metadata.toJson();
    for (const key in rest) manifest[key] = rest[key];
    return manifest;
  } catch {
    // Also what nests deeper than the stack: cdk8s says what is wrong, and with which object.
    return undefined;
  }
}

/** A copy of plain data as cdk8s writes it: keys in order, without those that have no value. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') {
    if (typeof value === 'function') throw NOT_PLAIN;
    return value;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (Object.getPrototypeOf(value) !== Object.prototype) throw NOT_PLAIN;
  const copy: Fields = {};
  for (const key of sortedKeys(value)) {
    // Both would change what kind of object cdk8s takes it for.
    if (key === 'constructor' || key === '__proto__') throw NOT_PLAIN;
    const entry = plain((value as Fields)[key]);
    if (entry !== undefined) copy[key] = entry;
  }
  return copy;
}

/** Above this, sorting by insertion is slower. */
const FEW = 24;

/** Keys in the order of `sort()`, which allocates memory for every list, and these are short: it was a fifth of all that `synth()` allocated. */
function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  if (keys.length > FEW) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i];
    let at = i;
    for (; at > 0 && keys[at - 1] > key; at--) keys[at] = keys[at - 1];
    keys[at] = key;
  }
  return keys;
}
