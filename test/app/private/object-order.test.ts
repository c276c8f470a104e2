import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { inOrder, objectsBelow, waves } from '../../../lib/app/private/object-order';

function object(scope: Construct, id: string): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id } });
}

function orderOf(app: App): string[] {
  return inOrder(objectsBelow(app), ({ objects }) => objects).map((entry) => entry.object.node.path);
}

/** Charts with objects, each chart depending on some of those before it. */
function charts(app: App, count: number, objects: number, dependsOn: (index: number) => number[]): Chart[] {
  const made: Chart[] = [];
  for (let c = 0; c < count; c++) {
    const chart = new Chart(app, `c${c}`);
    for (let o = 0; o < objects; o++) object(chart, `o${o}`);
    for (const before of dependsOn(c)) chart.addDependency(made[before]);
    made.push(chart);
  }
  return made;
}

describe('the order of objects', () => {
  test('diamonds do not explode: every chart depends on all before it', () => {
    const app = new App();
    charts(app, 60, 20, (c) => Array.from({ length: c }, (_, i) => i));
    const order = orderOf(app);
    expect(order).toHaveLength(1200);
    expect(order.map((path) => Number(path.slice(1).split('/')[0]))).toEqual(Array.from({ length: 1200 }, (_, i) => Math.floor(i / 20)));
  });

  test('looks at a dependency once, however many objects wait for it', () => {
    const app = new App();
    charts(app, 1000, 20, (c) => (c === 0 ? [] : [c - 1]));
    const objects = objectsBelow(app);
    let looked = 0;
    const ordered = inOrder(objects, (prerequisite) => {
      looked += prerequisite.objects.length;
      return prerequisite.objects;
    });
    // Those of one chart that are entered before the first is done look again: one, because the first takes all the way down.
    expect(looked).toBeLessThan(2 * objects.length);
    expect(Math.max(...waves(ordered, ({ prerequisites }) => prerequisites).values())).toBe(1000);
  });

  test('a chain longer than the stack is deep', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    let before: ApiObject | undefined;
    for (let i = 0; i < 20_000; i++) {
      const next = object(chart, `o${i}`);
      if (before) before.addDependency(next);
      before = next;
    }
    expect(orderOf(app)[0]).toBe('chart/o19999');
  });

  test('a circle is named, also through charts', () => {
    const app = new App();
    const [a, b, c] = charts(app, 3, 1, () => []);
    a.addDependency(b);
    b.node.findChild('o0').node.addDependency(c);
    c.addDependency(a.node.findChild('o0'));
    expect(() => orderOf(app)).toThrow(
      'c0/o0: depends on itself through its dependencies - c0/o0 => c1/o0 => c2/o0 => c0/o0. Fix: remove one of these dependencies');
  });

  test('who depends on a part of itself or on what it is part of, waits for the rest', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const part = new Construct(chart, 'part');
    ['z1', 'z2'].forEach((id) => object(part, id));
    object(chart, 'a');
    chart.node.addDependency(part);
    expect(orderOf(app)).toEqual(['chart/part/z1', 'chart/part/z2', 'chart/a']);

    const other = new App();
    const whole = new Chart(other, 'chart');
    object(whole, 'a').node.addDependency(whole);
    object(whole, 'b');
    whole.node.addDependency(whole);
    expect(orderOf(other)).toEqual(['chart/b', 'chart/a']);
  });

  test('a dependency on a construct of another app decides nothing', () => {
    const app = new App();
    const [chart] = charts(app, 1, 2, () => []);
    chart.addDependency(new Chart(new App(), 'elsewhere'));
    expect(orderOf(app)).toEqual(['c0/o0', 'c0/o1']);
  });

  test('keeps all dependencies, whatever the graph, and hangs on no order of statements', () => {
    const edges = fc.uniqueArray(fc.tuple(fc.nat(11), fc.nat(11)).filter(([a, b]) => a > b), { maxLength: 25, selector: (edge) => edge.join() });
    // Three charts of four objects; a number names an object, a multiple of four also stands for the chart (never of its own object).
    fc.assert(fc.property(edges, fc.array(fc.nat(11)), (pairs, shuffle) => {
      const build = (order: [number, number][], ids: number[]) => {
        const app = new App();
        const all = new Map<number, ApiObject>();
        for (const id of ids) {
          const name = `c${Math.floor(id / 4)}`;
          const chart = app.node.tryFindChild(name) as Chart ?? new Chart(app, name);
          all.set(id, object(chart, `o${id}`));
        }
        for (const [a, b] of order) {
          const onChart = b % 4 === 0 && Math.floor(a / 4) > Math.floor(b / 4);
          all.get(a)!.addDependency(onChart ? Chart.of(all.get(b)!) : all.get(b)!);
        }
        return orderOf(app);
      };
      const ids = Array.from({ length: 12 }, (_, i) => i);
      const order = build(pairs, ids);
      const at = (id: number) => order.findIndex((path) => path.endsWith(`/o${id}`));
      for (const [a, b] of pairs) expect(at(a)).toBeGreaterThan(at(b));
      const shuffled = [...ids].sort((a, b) => shuffle.indexOf(a) - shuffle.indexOf(b));
      expect(build([...pairs].reverse(), shuffled)).toEqual(order);
    }), { numRuns: 300, seed: 12 });
  });
});
