import * as fc from 'fast-check';
import { clique, pod, RACK, racks, unit } from './support';
import { searchExactly } from '../../../lib/expansion/ledger/exact';
import { cliquesOf, Unit } from '../../../lib/expansion/ledger/gang';
import { placeGreedily } from '../../../lib/expansion/ledger/greedy';
import { LedgerNodes } from '../../../lib/expansion/ledger/nodes';
import { Packing } from '../../../lib/expansion/ledger/packing';
import { GPUS } from '../../../lib/expansion/ledger/resources';
import { shortageOf } from '../../../lib/expansion/ledger/shortage';

const ENOUGH = () => ({ left: 10_000_000 });

/** A gang of the random cases: GPUs of its pods, whether they share a rack, and whether no other that wants one for itself may be there. */
interface Case {
  readonly racks: number[][];
  readonly gangs: Array<{ readonly pods: number[]; readonly oneRack: boolean; readonly alone: boolean }>;
}

/** Every assignment of every pod to every node: no symmetry, no bound, no code of ours. */
function fitsByBruteForce({ racks: capacities, gangs }: Case): boolean {
  const nodes = capacities.flatMap((rack, r) => rack.map((gpus) => ({ rack: r, free: gpus })));
  const pods = gangs.flatMap(({ pods: sizes, oneRack, alone }, g) => sizes.map((gpus) => ({ g, gpus, oneRack, alone })));
  const rackOf: Array<number | undefined> = gangs.map(() => undefined);
  const place = (i: number): boolean => {
    const next = pods[i];
    if (!next) return true;
    return nodes.some((node) => {
      const rack = rackOf[next.g];
      if (node.free < next.gpus || (next.oneRack && rack !== undefined && rack !== node.rack)) return false;
      const isHeld = gangs.some((other, g) => g !== next.g && other.oneRack && other.alone && rackOf[g] === node.rack);
      if (next.oneRack && next.alone && isHeld) return false;
      node.free -= next.gpus;
      if (next.oneRack) rackOf[next.g] = node.rack;
      const fits = place(i + 1);
      node.free += next.gpus;
      rackOf[next.g] = rack;
      return fits;
    });
  };
  return place(0);
}

const cases: fc.Arbitrary<Case> = fc.record({
  racks: fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  gangs: fc.array(fc.record({
    pods: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    oneRack: fc.boolean(),
    alone: fc.boolean(),
  }), { minLength: 1, maxLength: 3 }),
});

function unitsOf({ gangs }: Case): Unit[] {
  return gangs.map(({ pods, oneRack, alone }, g) => {
    const rack = alone ? { ...RACK, exclusive: { among: 'gangs', holder: `g${g}` } } : RACK;
    return unit(`g${g}`, { levels: oneRack ? [rack] : [], cliques: [clique(`c${g}`, pods.map(pod))] });
  });
}

/** What is wrong with what is placed: nodes that hold too much, pods that are missing, gangs in two racks. */
function faults(packing: Packing, nodes: LedgerNodes, units: readonly Unit[]): string[] {
  const overfull = nodes.all.filter((node) => {
    const there = packing.placed.filter((each) => each.node === node);
    return there.reduce((sum, { item }) => sum + item.needs.gpus, 0) > node.gpus;
  });
  const split = units.filter(({ levels }) => levels.length > 0).filter((each) => {
    const items = new Set(cliquesOf(each).flatMap(({ items: own }) => own));
    return new Set(packing.placed.filter(({ item }) => items.has(item)).map(({ node }) => node.labels.rack)).size > 1;
  });
  const holders = units.filter(({ levels }) => levels.some(({ exclusive }) => exclusive)).map((each) => {
    const items = new Set(cliquesOf(each).flatMap(({ items: own }) => own));
    return packing.placed.find(({ item }) => items.has(item))?.node.labels.rack;
  });
  const crowded = new Set(holders).size < holders.length ? ['two holders in one rack'] : [];
  const wanted = units.flatMap(cliquesOf).reduce((sum, { minimum }) => sum + minimum, 0);
  return [...overfull.map(({ name }) => name), ...split.map(({ name }) => name), ...crowded, ...packing.placed.length === wanted ? [] : ['pods are missing']];
}

test('The exact search finds a packing if and only if trying everything does', () => {
  fc.assert(fc.property(cases, (each) => {
    const nodes = racks(...each.racks);
    const units = unitsOf(each);
    const packing = new Packing(nodes);
    const expected = fitsByBruteForce(each);
    expect(searchExactly(units, packing, ENOUGH())).toBe(expected ? 'found' : 'none');
    if (expected) expect(faults(packing, nodes, units)).toEqual([]);
    else expect(packing.placed).toEqual([]);
  }), { numRuns: 400 });
});

test('First fit places what fits, or nothing; counting never forbids what fits', () => {
  fc.assert(fc.property(cases, (each) => {
    const nodes = racks(...each.racks);
    const whole = unit('all', { units: unitsOf(each) });
    const fits = fitsByBruteForce(each);
    const packing = new Packing(nodes);
    if (shortageOf(whole, packing) !== undefined) expect(fits).toBe(false);
    if (placeGreedily(whole, packing)) {
      expect(fits).toBe(true);
      expect(faults(packing, nodes, whole.units)).toEqual([]);
    } else {
      expect(packing.placed).toEqual([]);
    }
  }), { numRuns: 400 });
});

test('The search finds what first fit does not', () => {
  const nodes = racks([6], [8]);
  const both = unit('all', { cliques: [clique('c', [4, 4, 3, 3].map(pod))] });
  expect(placeGreedily(both, new Packing(nodes))).toBe(false);
  const packing = new Packing(nodes);
  expect(searchExactly([both], packing, ENOUGH())).toBe('found');
  expect(packing.freeGpus(nodes.all)).toBe(0);
});

test('A search that is cut off says so, and leaves nothing behind', () => {
  const packing = new Packing(racks([4, 4, 4]));
  expect(searchExactly([unit('a', { cliques: [clique('c', [1, 2, 3].map(pod))] })], packing, { left: 5 })).toBe('cut off');
  expect([packing.placed, packing.freeOf(packing.nodes.all[0], GPUS)]).toEqual([[], 4]);
});
