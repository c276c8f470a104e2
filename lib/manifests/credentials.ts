import { ManifestObject, record } from './manifest-object';
import { credentialsIn, isCredentialFlag, isNamedCredential, mayHoldCredential } from '../core/credentials-in-text';
import { isLiteral, namesCredential, REDACTED, redactTokens } from '../core/literal-secrets';

/** A credential that is written out in a manifest. */
export interface LiteralCredential {
  readonly path: Array<string | number>;
  /** The credential itself, which may be a part of the value at the path. Never to be shown. */
  readonly value: string;
  /** Why it is taken for one, as a clause: `it has the form of a token`. */
  readonly why: string;
}

/** Shorter values are redacted only where they are quoted: they may be part of any word. */
const SHORT = 6;

/** Where the walk ends: input is refused when it is deeper than 500 levels. */
const MAX_DEPTH = 1000;

/**
 * Kinds whose fields are named like credentials and hold none: names of keys of a Secret, ciphertext.
 * external-secrets.io/latest/api/spec (`secretKey`); github.com/bitnami-labs/sealed-secrets (`encryptedData`).
 */
const REFERENCES = new Set(['external-secrets.io', 'generators.external-secrets.io', 'bitnami.com', 'apiextensions.k8s.io']);

/** The credentials that are written out anywhere in an object. */
export function literalCredentials(object: ManifestObject): LiteralCredential[] {
  return object._credentials ??= readCredentials(object);
}

function readCredentials(object: ManifestObject): LiteralCredential[] {
  const search = new Search(object);
  search.run();
  const { credentials } = search;
  return credentials;
}

class Search {
  public readonly credentials: LiteralCredential[] = [];
  private readonly path: Array<string | number> = [];
  /** Where one is known already: what a Secret holds is told once. */
  private readonly told = new Set<string>();
  private readonly inConfigMap: boolean;
  private readonly namesFields: boolean;

  constructor(private readonly object: ManifestObject) {
    this.inConfigMap = object.group === '' && object.kind === 'ConfigMap';
    this.namesFields = !REFERENCES.has(object.group);
  }

  run(): void {
    const { group, kind, manifest } = this.object;
    if (group === '' && kind === 'Secret') this.secretContent();
    if (this.inConfigMap) this.binaryData();
    if (this.mayHold(manifest, 0)) this.walk(manifest);
  }

  private secretContent(): void {
    for (const key of ['data', 'stringData']) {
      for (const [name, entry] of Object.entries(record(this.object.manifest[key]) ?? {})) {
        const value = scalar(entry);
        if (value === undefined) continue;
        const content = key === 'data' && typeof entry === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value;
        if (isLiteral(content)) this.add([key, name], value, 'it is the content of a Secret');
      }
    }
  }

  private binaryData(): void {
    for (const [name, entry] of Object.entries(record(this.object.manifest.binaryData) ?? {})) {
      if (typeof entry !== 'string') continue;
      const [first] = credentialsIn(Buffer.from(entry, 'base64').toString('utf8'));
      if (first) this.add(['binaryData', name], entry, first.why);
    }
  }

  /** Whether anything looks like a credential, without saying where: nearly all objects have none. */
  private mayHold(value: unknown, depth: number): boolean {
    if (typeof value === 'string') return mayHoldCredential(value);
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return false;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        const item = value[i] as unknown;
        if (this.mayHold(item, depth + 1) || (typeof item === 'string' && isCredentialFlag(item))) return true;
      }
      return false;
    }
    const entry = value as { readonly [key: string]: unknown };
    if (entry.value !== undefined && typeof entry.name === 'string' && (namesCredential(entry.name) || isHeader(entry.name))) return true;
    for (const key in entry) {
      const field = entry[key];
      if (this.mayHold(field, depth + 1) || (this.inConfigMap && namesCredential(key))) return true;
      if (typeof field === 'string' && this.namesFields && isNamedCredential(key, field)) return true;
    }
    return false;
  }

  /** The path is one list that grows and shrinks on the way: most strings are no credentials. */
  private walk(value: unknown): void {
    const { path } = this;
    if (path.length > MAX_DEPTH) return;
    if (typeof value === 'string' && this.text(value)) return;
    if (this.inConfigMap && path.length === 2 && path[0] === 'data') {
      this.named(String(path[1]), value, path);
    } else if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        const [item, before] = [value[i], value[i - 1]] as unknown[];
        path.push(i);
        if (typeof item === 'string' && typeof before === 'string' && isCredentialFlag(before) && isNamedCredential(before, item)) {
          this.add(path, item, `${before} names a credential`);
        }
        this.walk(item);
        path.pop();
      }
    } else if (typeof value === 'object' && value !== null) {
      this.fields(value as { readonly [key: string]: unknown });
    }
  }

  private fields(entry: { readonly [key: string]: unknown }): void {
    const { path } = this;
    if (typeof entry.name === 'string') {
      if (typeof entry.value === 'string' && isHeader(entry.name)) {
        for (const { value, why } of credentialsIn(`${entry.name}: ${entry.value}`)) this.add([...path, 'value'], value, why);
      }
      this.named(entry.name, entry.value, [...path, 'value']);
    }
    for (const key in entry) {
      const field = entry[key];
      path.push(key);
      this.walk(field);
      if (typeof field === 'string' && this.namesFields && isNamedCredential(key, field)) this.add(path, field, `${key} names a credential`);
      path.pop();
    }
  }

  /** Whether credentials stand in a text. */
  private text(text: string): boolean {
    const credentials = credentialsIn(text);
    if (credentials.length === 0) return false;
    const at = this.path.join('\n');
    if (this.told.has(at)) return true;
    this.told.add(at);
    for (const { value, why } of credentials) this.credentials.push({ path: [...this.path], value, why });
    return true;
  }

  private named(name: string, entry: unknown, path: readonly (string | number)[]): void {
    const value = scalar(entry);
    if (value !== undefined && namesCredential(name) && isLiteral(value) && credentialsIn(value).length === 0) this.add(path, value, `${name} names a credential`);
  }

  private add(path: readonly (string | number)[], value: string, why: string): void {
    const at = path.join('\n');
    if (this.told.has(at)) return;
    this.told.add(at);
    this.credentials.push({ path: [...path], value, why });
  }
}

/** A header of HTTP that carries credentials, in a probe or a route. */
function isHeader(name: string): boolean {
  return /^(?:proxy-)?authorization$|^(?:x-)?api-key$/i.test(name);
}

/** A value as text: a password of digits that nobody quoted is one all the same; a short number is a setting. */
function scalar(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && String(value).length >= SHORT ? String(value) : undefined;
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
