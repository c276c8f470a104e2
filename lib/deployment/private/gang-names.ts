import { invalid } from '../../core/errors';
import { GROVE_NAME_BUDGET, groveBudgetLeft, isDnsLabel, isServiceName } from '../../core/names';

/** A clique as far as Grove's names go. */
export interface NamedClique {
  readonly path: string;
  readonly name: string;
  readonly roleName: string;
  readonly group?: string;
}

/** Longest first: Grove takes the first clique in the list whose name ends a PodClique's name (scheduling.md 3.2, "suffix bug"). */
export function byLength<T extends { readonly name: string }>(members: readonly T[]): T[] {
  return [...members].sort((a, b) => b.name.length - a.name.length || (a.name < b.name ? -1 : 1));
}

/** @throws when Services of the set, which begin with its name, could not be made */
export function requireSetName(path: string, name: string): string {
  if (isServiceName(name)) return name;
  throw invalid({ path, value: `name: '${name}'`, reason: 'it begins the names of Services and hostnames, so it must be a DNS label that begins with a letter (GRV-03)', fix: 'use lower-case letters, digits and inner hyphens' });
}

/** @throws when a name could not be part of a hostname */
export function requirePartName(path: string, what: string, name: string): void {
  if (isDnsLabel(name)) return;
  throw invalid({ path, value: `${what} '${name}'`, reason: 'it becomes part of hostnames, so it must be a DNS label (GRV-03)', fix: 'use lower-case letters, digits and inner hyphens, no dots' });
}

/**
 * Refuses names of which Grove would make objects that it cannot tell apart, or too long ones.
 *
 * @param cliques in the order of the manifest
 * @param added the one that was added last, which the message is about
 */
export function checkGangNames(set: string, cliques: readonly NamedClique[], groups: readonly string[], added: NamedClique): void {
  const { path, name, group } = added;
  requirePartName(path, 'role', name);
  const left = groveBudgetLeft(set, name, group);
  if (left < 0) {
    throw invalid({
      path,
      value: `names '${[set, ...group === undefined ? [] : [group], name].join("', '")}'`,
      reason: `${-left} more than the ${GROVE_NAME_BUDGET} characters that Grove leaves them together (GRV-03)`,
      fix: 'shorten one of them',
    });
  }
  const others = cliques.filter((clique) => clique !== added);
  if (others.some((clique) => clique.name === name)) {
    throw invalid({ path, value: `role '${name}' twice`, reason: 'roles of a set have different names, in groups too', fix: 'use another name' });
  }
  if (others.some((clique) => clique.roleName === added.roleName)) {
    throw invalid({ path, value: `roleName '${added.roleName}' twice`, reason: 'roles of a set have different ones (GRV-06)', fix: 'leave it out: it is the name of the role' });
  }
  if (group === undefined && groups.includes(name)) throw sameAsGroup(path, name);
  checkGenerated(set, cliques, path);
}

/** Autoscalers and claims of a single role and of a group carry the same names. */
export function sameAsGroup(path: string, name: string): Error {
  return invalid({ path, value: `a role and a scaling group '${name}'`, reason: 'names that Grove makes of them would be the same (GRV-05)', fix: 'rename one of them' });
}

/** Names that Grove generates of the cliques: each is its own clique's for any number of replicas. */
function checkGenerated(set: string, cliques: readonly NamedClique[], path: string): void {
  const generated = cliques.map((clique) => podCliqueSegments(set, clique));
  generated.forEach((podClique, i) => {
    const same = generated.findIndex((other) => couldBeSame(other, podClique));
    if (same !== i) {
      throw invalid({
        path, value: `roles '${cliques[same].name}' and '${cliques[i].name}'`, reason: 'with the numbers of replicas Grove makes the same names of both', fix: 'use names without segments of digits',
      });
    }
    const taken = cliques.findIndex(({ name }) => couldEnd(podClique, name));
    if (taken === i) return;
    throw invalid({
      path,
      value: `role '${cliques[taken].name}' before '${cliques[i].name}'`,
      reason: `Grove takes the first role of the list whose name ends that of a PodClique, so the pods of '${cliques[i].name}' would be those of '${cliques[taken].name}' (GRV-04)`,
      fix: 'rename one of them so that neither name ends with the other, or leave the order free',
    });
  });
}

/** The number of a replica, in the segments between the hyphens of a name. */
const ANY_NUMBER = { any: 'number' };
type Segment = string | typeof ANY_NUMBER;

/** `P-i-c`, in a scaling group `P-i-g-j-c`. Source: scheduling.md 3.1 */
function podCliqueSegments(set: string, { name, group }: NamedClique): Segment[] {
  return [...set.split('-'), ANY_NUMBER, ...group === undefined ? [] : [...group.split('-'), ANY_NUMBER], ...name.split('-')];
}

function fits(a: Segment, b: Segment): boolean {
  const number = (segment: Segment) => typeof segment !== 'string' || /^\d+$/.test(segment);
  return a === b || ((a === ANY_NUMBER || b === ANY_NUMBER) && number(a) && number(b));
}

function couldBeSame(a: readonly Segment[], b: readonly Segment[]): boolean {
  return a.length === b.length && a.every((segment, i) => fits(segment, b[i]));
}

/** Whether a PodClique's name could end with a clique's name. */
function couldEnd(podClique: readonly Segment[], clique: string): boolean {
  const [first, ...rest] = clique.split('-');
  const tail = podClique.slice(-rest.length - 1);
  if (tail.length <= rest.length || !rest.every((segment, i) => fits(segment, tail[i + 1]))) return false;
  const [start] = tail;
  return typeof start === 'string' ? start.endsWith(first) : /^\d+$/.test(first);
}
