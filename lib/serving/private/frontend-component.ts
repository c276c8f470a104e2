import { Construct } from 'constructs';
import { Cluster } from '../../cluster';
import { DynamoComponentDeploymentSpecType, DynamoGraphDeploymentSpecComponents } from '../../crds/dynamo';
import { Role } from '../../workload';
import type { FragmentList } from '../../workload/private/fragment-list';
import { DynamoComponent } from '../dynamo-component';
import { FrontendProps } from '../frontend-props';
import { podTemplate } from './pod-template';
import { placeCpuPods, Placement } from './pool-choice';

/** What a graph gives to its frontend. */
export interface GraphFrontend {
  readonly image: string;
  readonly runtimeVersion?: string;
  /** What relations on the graph give to all components. */
  readonly shared: FragmentList;
}

/** HTTP in front of the engines. Command, ports and probes are the operator's. */
export class FrontendComponent extends DynamoComponent {
  public readonly role: Role = Role.FRONTEND;
  public readonly _placement: Placement;

  constructor(scope: Construct, id: string, private readonly graph: GraphFrontend, props: FrontendProps) {
    super(scope, id, props);
    this._placement = placeCpuPods(Cluster.of(this).pools, props.pool);
  }

  public _render(): DynamoGraphDeploymentSpecComponents {
    const fragments = this._fragments.with(this.graph.shared);
    return {
      name: this.name,
      type: DynamoComponentDeploymentSpecType.FRONTEND,
      replicas: this.replicas,
      runtimeVersionOverride: this.graph.runtimeVersion,
      podTemplate: podTemplate({
        image: this.graph.image,
        placement: this._placement,
        options: this._options,
        fragments,
        // The frontend resolves model names through the hub (recipes set the same).
        environment: hubCache(fragments),
      }),
    };
  }
}

/** `HF_HOME` of the last cache that is mounted. */
export function hubCache(fragments: readonly { readonly hubCache?: string }[]): Record<string, string> {
  const path = fragments.map((fragment) => fragment.hubCache).filter((cache) => cache !== undefined).pop();
  return path ? { HF_HOME: path } : {};
}
