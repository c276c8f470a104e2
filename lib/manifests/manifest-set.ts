import { madeOf } from './made-objects';
import type { Manifest } from './manifest';
import { ManifestObject, ManifestOrigin } from './manifest-object';
import { PodTemplate, podTemplatesOf } from './pod-templates';
import { Find, Reference, referencesOf } from './references';
import { addTo } from '../core/groups';
import { kindSchema, schemaOf, servedBy } from '../facts/schemas/registry';

/** The objects of a kind. */
interface OfKind {
  readonly objects: ManifestObject[];
  /** By namespace and name, built when the first one is looked for. */
  byName?: Map<string, ManifestObject>;
  /** Those that write a namespace, by name. */
  byNameOnly?: Map<string, ManifestObject>;
}

/**
 * The objects of one cluster, indexed: what rules read. It never changes; indexes are built on first use.
 */
export class ManifestSet {
  /**
   * The set of plain manifests, for example of `Testing.synth(chart)`.
   *
   * @param manifests objects with apiVersion and kind; others are left out, a List counts as its items
   */
  public static of(manifests: unknown[], origin: ManifestOrigin = {}): ManifestSet {
    return new ManifestSet(manifests.flatMap(itemsOf).map((manifest) => new ManifestObject(manifest, origin)));
  }

  /** Every object, in the order given. */
  public readonly objects: ManifestObject[];

  private byKind?: Map<string, Map<string, OfKind>>;
  private byMadeName?: Map<string, ManifestObject>;
  private templates?: PodTemplate[];
  private readonly templatesByObject = new Map<ManifestObject, PodTemplate[]>();
  private graph?: Reference[];
  private backwards?: Map<ManifestObject, Reference[]>;

  constructor(objects: ManifestObject[]) {
    this.objects = objects;
  }

  /**
   * The objects of a kind, whatever their version.
   *
   * @param group API group without version, for example `apps`; empty for the core group
   */
  public ofKind(group: string, kind: string): ManifestObject[] {
    return this.kinds.get(group)?.get(kind)?.objects ?? [];
  }

  /**
   * The object of a kind and name; the first where the name stands twice. Undefined says that the set does not hold it,
   * not that the cluster lacks it.
   *
   * @param namespace as written on the object; undefined for cluster-scoped objects, which are found whatever they write, and for those that leave
   *   it to whoever applies them
   */
  public find(group: string, kind: string, name: string, namespace?: string): ManifestObject | undefined {
    const same = this.kinds.get(group)?.get(kind);
    if (!same) return undefined;
    if (!same.byName) {
      same.byName = new Map();
      for (const object of same.objects) {
        const key = nameKey(object.name, object.namespace);
        if (!same.byName.has(key)) same.byName.set(key, object);
      }
    }
    return same.byName.get(nameKey(name, namespace)) ?? (namespace === undefined ? clusterScoped(same, name) : undefined);
  }

  /**
   * The object of which a controller makes the one that is asked for: an ExternalSecret, a SealedSecret or a Certificate, of which a Secret becomes.
   *
   * @param group API group of what is made; empty for the core group
   * @param namespace as written on the object that it is made of
   */
  public makerOf(group: string, kind: string, name: string, namespace?: string): ManifestObject | undefined {
    if (!this.byMadeName) {
      this.byMadeName = new Map();
      for (const object of this.objects) {
        for (const made of madeOf(object)) this.byMadeName.set(madeKey(made.group, made.kind, made.name, object.namespace), object);
      }
    }
    return this.byMadeName.get(madeKey(group, kind, name, namespace));
  }

  /**
   * The objects that carry all the labels.
   *
   * @param namespace only those that write this namespace. Default: all
   */
  public withLabels(labels: { [key: string]: string }, namespace?: string): ManifestObject[] {
    const wanted = Object.entries(labels);
    return this.objects.filter((object) => {
      if (namespace !== undefined && object.namespace !== namespace) return false;
      const own = object.labels;
      return wanted.every(([key, value]) => own[key] === value);
    });
  }

  /** The pod templates of all objects. */
  public get podTemplates(): PodTemplate[] {
    return this.templates ??= this.objects.flatMap((object) => this.readTemplates(object));
  }

  /** Every place where an object of the set names another, in the order of the objects. */
  public get references(): Reference[] {
    const find: Find = (group, kind, name, namespace) => this.find(group, kind, name, namespace);
    const makerOf: Find = (group, kind, name, namespace) => this.makerOf(group, kind, name, namespace);
    return this.graph ??= this.objects.flatMap((object) => referencesOf(object, find, makerOf));
  }

  /** The places where objects of the set name this one. */
  public referencesTo(object: ManifestObject): Reference[] {
    if (!this.backwards) {
      this.backwards = new Map();
      for (const reference of this.references) if (reference.target) addTo(this.backwards, reference.target, reference);
    }
    return [...this.backwards.get(object) ?? []];
  }

  /** The pod templates of one object. */
  public podTemplatesOf(object: ManifestObject): PodTemplate[] {
    return [...this.readTemplates(object)];
  }

  /** By group and kind: most kinds that rules ask for are not there, and then no key is put together. */
  private get kinds(): Map<string, Map<string, OfKind>> {
    if (!this.byKind) {
      this.byKind = new Map();
      for (const object of this.objects) {
        let group = this.byKind.get(object.group);
        if (!group) this.byKind.set(object.group, group = new Map());
        const same = group.get(object.kind);
        if (same) same.objects.push(object);
        else group.set(object.kind, { objects: [object] });
      }
    }
    return this.byKind;
  }

  private readTemplates(object: ManifestObject): PodTemplate[] {
    let templates = this.templatesByObject.get(object);
    if (!templates) this.templatesByObject.set(object, templates = podTemplatesOf(object));
    return templates;
  }
}

/** The object of a cluster-scoped kind that writes a namespace all the same, as a chart with a namespace makes it: the API server drops it. */
function clusterScoped(same: OfKind, name: string): ManifestObject | undefined {
  if (!same.byNameOnly) {
    same.byNameOnly = new Map();
    for (const object of same.objects) {
      if (object.namespace !== undefined && !same.byNameOnly.has(object.name)) same.byNameOnly.set(object.name, object);
    }
  }
  const object = same.byNameOnly.get(name);
  return object && isClusterScoped(object) ? object : undefined;
}

function isClusterScoped({ apiVersion, kind }: ManifestObject): boolean {
  return servedBy(apiVersion, kind).some((entry) => kindSchema(schemaOf(entry), apiVersion, kind)?.scope === 'Cluster');
}

function nameKey(name: string, namespace: string | undefined): string {
  return `${namespace ?? ''}/${name}`;
}

function madeKey(group: string, kind: string, name: string, namespace: string | undefined): string {
  return `${group}/${kind}/${nameKey(name, namespace)}`;
}

/** Whether a value is an object that names its kind. */
export function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { apiVersion, kind } = value as { apiVersion?: unknown; kind?: unknown };
  return typeof apiVersion === 'string' && apiVersion !== '' && typeof kind === 'string' && kind !== '';
}

/** The manifests of a document: itself, the items of a List, or none. */
export function itemsOf(document: unknown): Manifest[] {
  if (!isManifest(document)) return [];
  if (document.kind.endsWith('List') && Array.isArray(document.items)) return document.items.flatMap(itemsOf);
  return [document];
}
