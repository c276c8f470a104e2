import type { SynthFinding } from '../../cluster/private/synth-checks';
import { GROVE_NAME_BUDGET, isServiceName, MAX_DNS_LABEL } from '../../core/names';
import { cliqueNames, componentServiceName, componentsOverBudget, NamedComponent, nameCost, podCliqueSetName } from '../../facts/dynamo-names';
import type { DynamoComponent } from '../dynamo-component';

/** A component as the name formulas of the operator know it. */
export function namedComponent(component: DynamoComponent): NamedComponent {
  return { name: component.name, nodeCount: component.nodes };
}

/** Length of the longest clique that a component becomes. */
export function longestClique(component: DynamoComponent): number {
  return Math.max(...cliqueNames(namedComponent(component)).map((clique) => clique.length));
}

/** Names that the operator builds from those of a graph and a component, and that would not fit. */
export function checkNames(graph: string, components: readonly DynamoComponent[], component: DynamoComponent): SynthFinding[] {
  const findings: SynthFinding[] = [];
  const named = components.map(namedComponent);
  if (componentsOverBudget(graph, named).some(({ name }) => name === component.name)) {
    const cost = nameCost(namedComponent(component));
    const over = podCliqueSetName(graph, named).length + cost - GROVE_NAME_BUDGET;
    findings.push({
      rule: 'DGD-13',
      value: `a name of ${component.name.length} characters`,
      reason: `Grove leaves ${GROVE_NAME_BUDGET} characters for graph, group and clique, of which this component takes ${cost}`,
      fix: `use at most ${component.name.length - Math.ceil(over / (component.nodes > 1 ? 2 : 1))} characters`,
    });
  }
  const service = componentServiceName(graph, component.name);
  if (!isServiceName(service)) {
    findings.push({
      rule: 'DGD-14',
      value: `Service '${service}'`,
      reason: `a Service name begins with a letter and has at most ${MAX_DNS_LABEL} characters`,
      fix: 'shorten the name of the graph or of the component, and let the graph\'s begin with a letter',
    });
  }
  return findings;
}
