import type { JsonPath } from '../../manifests/manifest';
import { memberOf } from '../../manifests/manifest-object';

const ROOT: JsonPath = [];

/** Stands for a path that nobody asked for yet. */
const PENDING: JsonPath = [];

/**
 * A place in a manifest: its path and what stands there. Reading what is absent, null or of another type gives what Go's decoder
 * leaves for it ('' for a text, no items for a list), as the webhooks see it; it never throws. Whether types are right is the schema's matter.
 */
export class Place {
  // Declared, so that a place is made in one step: rules make a hundred of them for a small object.
  /** What stands there, undefined where nothing does. */
  public declare readonly value: unknown;
  private declare known: JsonPath;
  private declare above: Place | undefined;
  private declare steps: JsonPath | string | number | undefined;

  /**
   * @param value what stands there, undefined where nothing does
   * @param path where that is, from the root of the manifest
   */
  constructor(value: unknown, path: JsonPath = ROOT) {
    this.value = value;
    this.known = path;
    this.above = undefined;
    this.steps = undefined;
  }

  /** Where it is, from the root of the manifest. Put together on demand: most places are read and have no finding. */
  public get path(): JsonPath {
    if (this.known === PENDING) this.known = this.above!.path.concat(this.steps!);
    return this.known;
  }

  /** A place below, however deep. */
  public at(...steps: (string | number)[]): Place {
    let value = this.value;
    for (let i = 0; i < steps.length; i++) value = memberOf(value, steps[i]);
    const place = new Place(value, PENDING);
    place.above = this;
    // Of the one step of nearly all places no list is kept.
    place.steps = steps.length === 1 ? steps[0] : steps;
    return place;
  }

  /** Whether something other than null stands there. */
  public get present(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** The text, or '' where there is none. */
  public get text(): string {
    return typeof this.value === 'string' ? this.value : '';
  }

  /** The number, if one stands there. */
  public get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  /** Whether `true` stands there. */
  public get isTrue(): boolean {
    return this.value === true;
  }

  /** The items of the list. */
  public get items(): Place[] {
    return Array.isArray(this.value) ? this.value.map((_, i) => this.at(i)) : [];
  }

  /** The keys of the map and the places below them. */
  public get entries(): [string, Place][] {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) return [];
    return Object.keys(this.value).map((key) => [key, this.at(key)]);
  }

  /** The first item of the list whose `name` is this. */
  public named(name: string): Place | undefined {
    if (!Array.isArray(this.value)) return undefined;
    const index = this.value.findIndex((item) => memberOf(item, 'name') === name);
    return index < 0 ? undefined : this.at(index);
  }

  /** The same path, another value. */
  public as(value: unknown): Place {
    return new Place(value, this.path);
  }

  /** A finding here. */
  public finding(message: string, fix: string): Finding {
    return { path: this.path, message, fix };
  }
}

/** What a rule found, before its id is put to it. */
export interface Finding {
  readonly path: JsonPath;
  /** A clause without a full stop. */
  readonly message: string;
  /** An imperative without a full stop. */
  readonly fix: string;
}
