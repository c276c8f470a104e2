import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';

/** All charts below a construct, each after those it depends on; by path where that leaves a choice, also where two depend on each other. */
export function chartsInOrder(root: IConstruct): Chart[] {
  const before = new Map<Chart, Set<Chart>>();
  const charts: Chart[] = [];
  const collect = (construct: IConstruct, above: Chart | undefined) => {
    const chart = Chart.isChart(construct) ? construct : above;
    if (chart && chart === construct) charts.push(chart);
    for (const target of chart ? construct.node.dependencies : []) {
      const other = target.node.scopes.reverse().find((scope): scope is Chart => Chart.isChart(scope));
      if (other && other !== chart) before.set(chart!, (before.get(chart!) ?? new Set()).add(other));
    }
    construct.node.children.forEach((child) => collect(child, chart));
  };
  collect(root, undefined);

  const byPath = (some: Iterable<Chart>) => [...some].map((chart) => ({ chart, path: chart.node.path })).sort((a, b) => (a.path < b.path ? -1 : 1));
  const members = new Set(charts);
  const entered = new Set<Chart>();
  const ordered: Chart[] = [];
  for (const { chart: start } of byPath(charts)) {
    const path = entered.has(start) ? [] : [visit(start)];
    while (path.length > 0) {
      const next = path[path.length - 1].next.shift();
      if (!next) ordered.push(path.pop()!.chart);
      else if (members.has(next) && !entered.has(next)) path.push(visit(next));
    }
  }
  return ordered;

  function visit(chart: Chart): { chart: Chart; next: Chart[] } {
    entered.add(chart);
    return { chart, next: byPath(before.get(chart) ?? []).map((entry) => entry.chart) };
  }
}
