import type { LiteralCredential } from './credentials';
import type { Manifest } from './manifest';
import { redactTokens } from '../core/literal-secrets';

/** Where an object was read, or which construct rendered it. */
export interface ManifestOrigin {
  /** File as it was given to the reader; `-` for standard input. */
  readonly file?: string;
  /** Which of the file's documents with apiVersion and kind, from 0; the items of a List count one by one. */
  readonly index?: number;
  /** Line where the document starts, from 1. */
  readonly line?: number;
  /** Path of the construct that rendered it. */
  readonly construct?: string;
}

const NONE: { readonly [key: string]: string } = {};

/** One Kubernetes object as rules see it: plain data, where it comes from, and the few fields that every object has. */
export class ManifestObject {
  /** For example `apps/v1`. */
  public readonly apiVersion: string;

  /** API group without version, for example `apps`; empty in the core group. */
  public readonly group: string;

  /** API version without group, for example `v1`. */
  public readonly version: string;

  /** For example `Deployment`. */
  public readonly kind: string;

  /** `metadata.name`; empty where the manifest has none. */
  public readonly name: string;

  /** `metadata.namespace` as written; undefined where the manifest leaves it to whoever applies it, and on cluster-scoped objects. */
  public readonly namespace?: string;

  /** Where it was read or rendered. */
  public readonly origin: ManifestOrigin;

  /** The whole object. Rules read it; a changed manifest is changed for every rule after. */
  public readonly manifest: { [key: string]: unknown };

  /**
   * What `literalCredentials` found.
   *
   * @internal
   */
  public _credentials?: LiteralCredential[];

  /** @param manifest an object with apiVersion and kind */
  constructor(manifest: { [key: string]: unknown }, origin: ManifestOrigin = {}) {
    const { apiVersion, kind } = manifest as Manifest;
    const metadata = record(manifest.metadata);
    this.manifest = manifest;
    this.origin = origin;
    this.apiVersion = String(apiVersion);
    const slash = this.apiVersion.indexOf('/');
    this.group = slash < 0 ? '' : this.apiVersion.slice(0, slash);
    this.version = this.apiVersion.slice(slash + 1);
    this.kind = String(kind);
    this.name = typeof metadata?.name === 'string' ? metadata.name : '';
    this.namespace = typeof metadata?.namespace === 'string' && metadata.namespace !== '' ? metadata.namespace : undefined;
  }

  /** `metadata.labels`, without values that are no strings. */
  public get labels(): { [key: string]: string } {
    return strings(record(this.manifest.metadata)?.labels);
  }

  /** `metadata.annotations`, without values that are no strings. */
  public get annotations(): { [key: string]: string } {
    return strings(record(this.manifest.metadata)?.annotations);
  }

  /**
   * The value at a path: `object.get('spec', 'replicas')`; undefined where a step is missing, never an error.
   *
   * @param path keys, and indices of lists as numbers or digits
   */
  public get(...path: string[]): unknown {
    return valueAt(this.manifest, path);
  }

  /** For example `Deployment inference/frontend`. */
  public toString(): string {
    return redactTokens(`${this.kind} ${this.namespace === undefined ? '' : `${this.namespace}/`}${this.name || '(no name)'}`);
  }
}

/** A JSON object, or undefined for everything else: manifests are what users wrote, not what types promise. */
export function record(value: unknown): { readonly [key: string]: unknown } | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as { readonly [key: string]: unknown } : undefined;
}

/** A JSON list; empty for everything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A string that says something, or undefined. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value at a path of plain data; undefined where a step is missing. */
export function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  let value: unknown = data;
  for (let i = 0; i < path.length; i++) value = memberOf(value, path[i]);
  return value;
}

/** The value under a key or index of plain data; undefined where there is none. */
export function memberOf(data: unknown, step: string | number): unknown {
  if (typeof data !== 'object' || data === null) return undefined;
  const value = (data as { readonly [key: string | number]: unknown })[step];
  // Plain data inherits methods and a prototype, and no other value.
  return (typeof value === 'function' || step === '__proto__') && !Object.hasOwn(data, step) ? undefined : value;
}

/** The entries of a map that are strings, as labels are. */
export function strings(value: unknown): { [key: string]: string } {
  const map = record(value);
  if (!map) return { ...NONE };
  const found: { [key: string]: string } = {};
  for (const key of Object.keys(map)) {
    const each = map[key];
    if (typeof each === 'string') found[key] = each;
  }
  return found;
}
