import { Construct } from 'constructs';
import { checkCaches, holds, hubCache } from './hub-cache';
import { podTemplate } from './pod-template';
import { Cluster } from '../../cluster';
import { SynthFinding } from '../../cluster/private/synth-checks';
import { DynamoComponentDeploymentSpecType, DynamoGraphDeploymentSpecComponents } from '../../crds/dynamo';
import { Model, Role } from '../../workload';
import type { FragmentList } from '../../workload/private/fragment-list';
import { placeCpuPods, Placement } from '../../workload/private/pool-choice';
import { DynamoComponent } from '../dynamo-component';
import { FrontendProps } from '../frontend-props';

/** What a graph gives to its frontend. */
export interface GraphFrontend {
  readonly image: string;
  readonly runtimeVersion?: string;
  readonly model: Model;
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

  public override _check(): SynthFinding[] {
    const fragments = this._fragments.with(this.graph.shared);
    const { path } = this.graph.model;
    const unseen = path !== undefined && !holds(fragments, path);
    return [...super._check(), ...checkCaches(fragments), ...unseen ? [{
      rule: 'DGD-53',
      value: `model at '${path}'`,
      reason: 'the frontend does not see it, takes it for a name of the hub, and lists no model',
      fix: 'mount the cache into the whole graph: cache.mountInto(graph)',
    }] : []];
  }

  public _render(): DynamoGraphDeploymentSpecComponents {
    const fragments = this._fragments.with(this.graph.shared);
    return {
      name: this.name,
      type: DynamoComponentDeploymentSpecType.FRONTEND,
      replicas: this.replicas,
      runtimeVersionOverride: this.graph.runtimeVersion,
      podTemplate: podTemplate({
        path: this.node.path,
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
