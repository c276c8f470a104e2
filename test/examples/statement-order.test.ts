import * as fc from 'fast-check';
import * as ts from 'typescript';
import { committed, run, statementsOf } from './program';

/** Names that a statement introduces, and names that it uses. */
function namesOf(statement: ts.Statement): { declares: Set<string>; uses: Set<string> } {
  const declares = new Set<string>();
  const uses = new Set<string>();
  const visit = (node: ts.Node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) declares.add(node.name.text);
    else if (ts.isIdentifier(node)) uses.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return { declares, uses };
}

/** The statements in an order chosen by `pick`, each after what declares the names it uses. */
function permuted(statements: ts.Statement[], pick: (choices: number) => number): ts.Statement[] {
  const names = new Map(statements.map((statement) => [statement, namesOf(statement)]));
  const left = new Set(statements);
  const order: ts.Statement[] = [];
  while (left.size > 0) {
    const free = [...left].filter((statement) => (
      [...left].every((other) => other === statement || ![...names.get(other)!.declares].some((name) => names.get(statement)!.uses.has(name)))
    ));
    const next = free[pick(free.length)];
    left.delete(next);
    order.push(next);
  }
  return order;
}

describe.each(['deepseek-r1-gb200', 'llama-70b-h100', 'mig-slices-h100', 'nvlink-fabric-test', 'two-queues-gb200', 'sglang-grove', 'quantize-h100'])('%s', (example) => {
  const { imports, body, last, text } = statementsOf(example);
  const program = (order: ts.Statement[]) => [...imports, ...order.map(text), last].join('\n');

  test('writes what is committed', () => {
    expect(run(example, program(body))).toEqual(committed(example));
  });

  test('writes the same bytes whatever the order of its statements', () => {
    const orders = new Set<string>();
    fc.assert(fc.property(fc.infiniteStream(fc.nat(1000)), (stream) => {
      const order = permuted(body, (choices) => (stream.next().value as number) % choices);
      orders.add(order.map((statement) => body.indexOf(statement)).join());
      expect(run(example, program(order))).toEqual(committed(example));
    }), { numRuns: 25, seed: 7 });
    expect(orders.size).toBeGreaterThan(15);
  });
});
