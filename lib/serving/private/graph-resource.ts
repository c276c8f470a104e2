import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject, mergeJson } from '../../core/merge';
import { DynamoGraphDeployment, DynamoGraphDeploymentSpec } from '../../crds/dynamo';
import { overrideMetadata } from '../../workload/private/object-overrides';

/** What a graph renders to: its spec, and the JSON fragments that users merge into its components. */
export interface RenderedGraph {
  readonly spec: DynamoGraphDeploymentSpec;
  readonly componentOverrides: ReadonlyMap<string, JsonObject>;
}

/** The manifest of a graph. Fragments are merged first, then patches apply, as on every ApiObject. */
export class GraphResource extends DynamoGraphDeployment {
  private readonly specOverrides: JsonObject;

  constructor(scope: Construct, id: string, name: string, overrides: JsonObject, private readonly render: () => RenderedGraph) {
    super(scope, id, { metadata: { name }, spec: Lazy.any({ produce: () => this.mergedSpec() }) });
    this.specOverrides = overrideMetadata(this, scope.node.path, 'a graph', overrides);
  }

  private mergedSpec(): JsonObject {
    const { spec, componentOverrides } = this.render();
    const json: JsonObject = DynamoGraphDeployment.manifest({ spec }).spec;
    const components = (json.components as JsonObject[])
      .map((component) => mergeJson(component, componentOverrides.get(String(component.name)) ?? {}));
    return mergeJson({ ...json, components }, this.specOverrides);
  }
}
