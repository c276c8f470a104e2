import { SynthFinding } from '../../cluster/private/synth-checks';
import { GROVE_NAME_BUDGET, isServiceName, MAX_DNS_LABEL } from '../../core/names';
import type { DynamoComponent } from '../dynamo-component';

/** Shortest name that the operator cuts a graph's to before it gives up (Dynamo 1.4; dynamo.md 3.2). */
const SHORTEST_SET = 8;

/** Names that the operator builds from those of a graph and a component, and that would not fit. */
export function checkNames(graph: string, component: DynamoComponent): SynthFinding[] {
  const findings: SynthFinding[] = [];
  // Cliques of several nodes are named <component>-ldr and <component>-wkr inside a group <component>.
  const multinode = component.nodes > 1;
  const cost = multinode ? 2 * component.name.length + '-ldr'.length : component.name.length;
  const room = GROVE_NAME_BUDGET - SHORTEST_SET;
  const most = multinode ? Math.floor((room - '-ldr'.length) / 2) : room;
  if (component.name.length > most) {
    findings.push({
      rule: 'DGD-13',
      value: `a name of ${component.name.length} characters`,
      reason: `Grove leaves ${GROVE_NAME_BUDGET} characters for graph, group and clique, of which this component takes ${cost}`,
      fix: `use at most ${most} characters`,
    });
  }
  const service = `${graph}-${component.name}`;
  if (!isServiceName(service)) {
    findings.push({
      rule: 'DGD-14',
      value: `Service '${service}'`,
      reason: `a Service name begins with a letter and has at most ${MAX_DNS_LABEL} characters`,
      fix: 'shorten or rename the graph',
    });
  }
  return findings;
}
