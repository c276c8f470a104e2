import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { invalid } from '../../core/errors';

/** What others refer to comes first; kinds that are not named come between the two lists. */
const FIRST = [
  'Namespace', 'CustomResourceDefinition', 'PriorityClass', 'StorageClass', 'DeviceClass', 'Topology', 'ClusterTopologyBinding', 'Queue',
  'ServiceAccount', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'Secret', 'ConfigMap', 'PersistentVolume', 'PersistentVolumeClaim',
  'ComputeDomain', 'ResourceClaimTemplate', 'ResourceClaim', 'Service', 'Job',
];
const LAST = ['DynamoGraphDeployment', 'HorizontalPodAutoscaler', 'ScaledObject'];
const RANKS = new Map([...FIRST.map((kind, i) => [kind, i] as const), ...LAST.map((kind, i) => [kind, 200 + i] as const)]);

/** Objects that must exist before others: all those below a construct that the others depend on. Shared by everything that waits for them. */
export interface Prerequisite {
  /** The construct; none where nobody declared the dependency. */
  readonly target?: IConstruct;
  /** In the order of their own. */
  readonly objects: readonly OrderedObject[];
}

/** An object of the app, and what it waits for. */
export interface OrderedObject {
  readonly object: ApiObject;
  readonly chart: Chart;
  /** Its place in the order of all objects of the app, before anybody waits for anybody. */
  readonly rank: number;
  readonly prerequisites: readonly Prerequisite[];
}

/**
 * Objects in an order that does not hang on when they were created (kind, API group, name), each after those of its prerequisites that are
 * among the objects. Linear: a prerequisite is walked through once, however many wait for it.
 *
 * @param objects in their own order
 * @param among the objects of a prerequisite that count
 * @throws when an object waits for itself; the message names the way round
 */
export function inOrder(
  objects: readonly OrderedObject[],
  among: (prerequisite: Prerequisite) => readonly OrderedObject[],
  prerequisitesOf: (object: OrderedObject) => readonly Prerequisite[] = ({ prerequisites }) => prerequisites,
): OrderedObject[] {
  const done = new Set<OrderedObject>();
  const met = new Set<Prerequisite>();
  const path: Visit[] = []; // not recursive: a chain may be longer than the stack
  const waiting = new Set<OrderedObject>();
  const enter = (object: OrderedObject) => {
    if (waiting.has(object)) throw circle([...path.map((visit) => visit.object), object]);
    const unmet = prerequisitesOf(object).filter((prerequisite) => !met.has(prerequisite));
    waiting.add(object);
    path.push({ object, unmet, before: merged(unmet.map(among)), next: 0 });
  };
  for (const start of objects) {
    if (!done.has(start)) enter(start);
    while (path.length > 0) {
      const visit = path[path.length - 1];
      while (visit.next < visit.before.length && done.has(visit.before[visit.next])) visit.next++;
      if (visit.next < visit.before.length) {
        enter(visit.before[visit.next]);
        continue;
      }
      visit.unmet.forEach((prerequisite) => met.add(prerequisite));
      waiting.delete(visit.object);
      done.add(visit.object);
      path.pop();
    }
  }
  return [...done];
}

interface Visit {
  readonly object: OrderedObject;
  readonly unmet: readonly Prerequisite[];
  readonly before: readonly OrderedObject[];
  next: number;
}

/**
 * How many objects must exist one after the other before each object, counted from 1: objects of one wave do not wait for each other.
 *
 * @param ordered every object after its prerequisites
 */
export function waves(
  ordered: readonly OrderedObject[],
  prerequisitesOf: (object: OrderedObject) => readonly Prerequisite[],
): Map<OrderedObject, number> {
  const wave = new Map<OrderedObject, number>();
  const last = new Map<Prerequisite, number>();
  const lastOf = (prerequisite: Prerequisite): number => {
    let found = last.get(prerequisite);
    if (found === undefined) {
      found = prerequisite.objects.reduce((highest, object) => Math.max(highest, wave.get(object)!), 0);
      last.set(prerequisite, found);
    }
    return found;
  };
  for (const object of ordered) {
    const highest = prerequisitesOf(object).reduce((most, prerequisite) => Math.max(most, lastOf(prerequisite)), 0);
    wave.set(object, 1 + highest);
  }
  return wave;
}

/** The objects below a construct with what they wait for, in an order of their own: kind, API group, namespace, name, path. */
export function objectsBelow(root: IConstruct): OrderedObject[] {
  return new Tree(root).objects();
}

/** The objects below a construct, as a range of the list of all objects. */
interface Range {
  readonly from: number;
  to: number;
}

interface Found extends OrderedObject {
  readonly key: string;
  rank: number;
  prerequisites: readonly Prerequisite[];
}

class Tree {
  private readonly found: Found[] = [];
  private readonly ranges = new Map<IConstruct, Range>();
  private readonly targets = new Set<IConstruct>();
  private readonly shared = new Map<IConstruct, Prerequisite>();

  constructor(private readonly root: IConstruct) {}

  public objects(): OrderedObject[] {
    this.find(this.root, undefined);
    const sorted = [...this.found].sort(compare);
    sorted.forEach((entry, i) => { entry.rank = i; });
    if (this.targets.size > 0) this.inherit(this.root, []);
    return sorted;
  }

  private find(construct: IConstruct, above: Chart | undefined): void {
    const chart = Chart.isChart(construct) ? construct : above;
    const range = { from: this.found.length, to: 0 };
    this.ranges.set(construct, range);
    if (chart && ApiObject.isApiObject(construct)) {
      this.found.push({ object: construct, chart, key: keyOf(construct), rank: 0, prerequisites: [] });
    }
    for (const target of construct.node.dependencies) this.targets.add(target);
    for (const child of construct.node.children) this.find(child, chart);
    range.to = this.found.length;
  }

  /** What a construct depends on, everything below it waits for; only what it depends on itself does not. */
  private inherit(construct: IConstruct, above: readonly Prerequisite[]): void {
    const inherited = this.targets.has(construct) ? above.filter(({ target }) => target !== construct) : above;
    const own = construct.node.dependencies.map((target) => this.prerequisite(construct, target)).filter(({ objects }) => objects.length > 0);
    const all = own.length > 0 ? [...inherited, ...own] : inherited;
    const entry = this.found[this.ranges.get(construct)!.from];
    if (entry?.object === construct) entry.prerequisites = all;
    for (const child of construct.node.children) this.inherit(child, all);
  }

  private prerequisite(source: IConstruct, target: IConstruct): Prerequisite {
    const range = this.ranges.get(target);
    if (!range) return { target, objects: [] }; // of another app
    if (source.node.scopes.includes(target)) {
      // Who depends on what it is part of, waits for the other parts.
      const own = this.ranges.get(source)!;
      return { target, objects: byRank([...this.found.slice(range.from, own.from), ...this.found.slice(own.to, range.to)]) };
    }
    const known = this.shared.get(target) ?? { target, objects: byRank(this.found.slice(range.from, range.to)) };
    this.shared.set(target, known);
    return known;
  }
}

/** What must come before an object, from all its prerequisites, in the order of its own. */
function merged(lists: readonly (readonly OrderedObject[])[]): readonly OrderedObject[] {
  return lists.length === 1 ? lists[0] : byRank(lists.flat());
}

function byRank(objects: OrderedObject[]): OrderedObject[] {
  return objects.sort((a, b) => a.rank - b.rank);
}

function circle(path: readonly OrderedObject[]): Error {
  const again = path[path.length - 1];
  const names = path.slice(path.indexOf(again)).map(({ object }) => object.node.path);
  return invalid({
    path: names[0],
    value: 'depends on itself through its dependencies',
    reason: names.join(' => '),
    fix: 'remove one of these dependencies',
  });
}

function compare(a: Found, b: Found): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.object.node.path < b.object.node.path ? -1 : 1;
}

function keyOf(object: ApiObject): string {
  const rank = RANKS.get(object.kind) ?? 100;
  return [String(rank).padStart(3, '0'), object.kind, object.apiGroup, object.metadata.namespace ?? '', object.name].join('\u0000');
}
