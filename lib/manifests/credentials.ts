import { ManifestObject, record } from './manifest-object';
import { isCredential, isLiteral, namesCredential, REDACTED, redactTokens } from '../core/literal-secrets';

/** A credential that is written out in a manifest. */
export interface LiteralCredential {
  readonly path: Array<string | number>;
  /** Never to be shown. */
  readonly value: string;
  /** Why it is taken for one, as a clause: `it has the form of a token`. */
  readonly why: string;
}

/** Shorter values are redacted only where they are quoted: they may be part of any word. */
const SHORT = 6;

/** Where the walk ends: input is refused when it is deeper than 500 levels. */
const MAX_DEPTH = 1000;

/** The credentials that are written out anywhere in an object. */
export function literalCredentials(object: ManifestObject): LiteralCredential[] {
  return object._credentials ??= readCredentials(object);
}

function readCredentials(object: ManifestObject): LiteralCredential[] {
  const credentials: LiteralCredential[] = [];
  const core = object.group === '';
  if (core && object.kind === 'Secret') secretContent(object, credentials);
  const inConfigMap = core && object.kind === 'ConfigMap';
  if (mayHold(object.manifest, inConfigMap, 0)) walk(object.manifest, [], inConfigMap, credentials);
  return credentials;
}

function secretContent(object: ManifestObject, into: LiteralCredential[]): void {
  for (const key of ['data', 'stringData']) {
    for (const [name, entry] of Object.entries(record(object.manifest[key]) ?? {})) {
      const value = scalar(entry);
      if (value === undefined) continue;
      const content = key === 'data' && typeof entry === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value;
      if (isLiteral(content)) into.push({ path: [key, name], value, why: 'it is the content of a Secret' });
    }
  }
}

/** Whether anything looks like a credential, without saying where: nearly all objects have none. */
function mayHold(value: unknown, inConfigMap: boolean, depth: number): boolean {
  if (typeof value === 'string') return isCredential(value);
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (mayHold(value[i], inConfigMap, depth + 1)) return true;
    return false;
  }
  const entry = value as { readonly [key: string]: unknown };
  if (entry.value !== undefined && typeof entry.name === 'string' && namesCredential(entry.name)) return true;
  for (const key in entry) {
    if (mayHold(entry[key], inConfigMap, depth + 1) || (inConfigMap && namesCredential(key))) return true;
  }
  return false;
}

/** The path is one list that grows and shrinks on the way: most strings are no credentials. */
function walk(value: unknown, path: Array<string | number>, inConfigMap: boolean, into: LiteralCredential[]): void {
  if (path.length > MAX_DEPTH) return;
  if (typeof value === 'string' && isCredential(value)) {
    add(into, { path: [...path], value, why: 'it has the form of a token or private key' });
  } else if (inConfigMap && path.length === 2 && path[0] === 'data') {
    named(String(path[1]), value, path, into);
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      path.push(i);
      walk(value[i], path, inConfigMap, into);
      path.pop();
    }
  } else if (typeof value === 'object' && value !== null) {
    const entry = value as { readonly [key: string]: unknown };
    if (typeof entry.name === 'string') named(entry.name, entry.value, [...path, 'value'], into);
    for (const key in entry) {
      path.push(key);
      walk(entry[key], path, inConfigMap, into);
      path.pop();
    }
  }
}

function named(name: string, entry: unknown, path: readonly (string | number)[], into: LiteralCredential[]): void {
  const value = scalar(entry);
  if (value !== undefined && namesCredential(name) && isLiteral(value) && !isCredential(value)) add(into, { path: [...path], value, why: `${name} names a credential` });
}

/** A value as text: a password of digits that nobody quoted is one all the same; a short number is a setting. */
function scalar(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && String(value).length >= SHORT ? String(value) : undefined;
}

/** What a Secret holds is told once. */
function add(into: LiteralCredential[], credential: LiteralCredential): void {
  const at = credential.path.join('\n');
  if (!into.some(({ path }) => path.join('\n') === at)) into.push(credential);
}

/** A text about an object, without any credential that the object holds. */
export function redact(text: string, object: ManifestObject | undefined): string {
  let redacted = redactTokens(text);
  for (const { value } of object ? literalCredentials(object) : []) {
    if (value.length < SHORT) redacted = redacted.replaceAll(`"${value}"`, `"${REDACTED}"`).replaceAll(`'${value}'`, `'${REDACTED}'`);
    else redacted = redacted.replaceAll(value, REDACTED).replaceAll(JSON.stringify(value).slice(1, -1), REDACTED);
  }
  return redacted;
}
