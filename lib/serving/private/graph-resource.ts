import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { invalid } from '../../core/errors';
import { isJsonObject, JsonObject, mergeJson } from '../../core/merge';
import { DynamoGraphDeployment, DynamoGraphDeploymentSpec } from '../../crds/dynamo';

/** What a graph renders to: its spec, and the JSON fragments that users merge into its components. */
export interface RenderedGraph {
  readonly spec: DynamoGraphDeploymentSpec;
  readonly componentOverrides: ReadonlyMap<string, JsonObject>;
}

/** The manifest of a graph. Fragments are merged first, then patches apply, as on every ApiObject. */
export class GraphResource extends DynamoGraphDeployment {
  constructor(scope: Construct, id: string, name: string, private readonly overrides: JsonObject, private readonly render: () => RenderedGraph) {
    super(scope, id, { metadata: { name }, spec: Lazy.any({ produce: () => this.mergedSpec() }) });
    const { metadata = {}, spec = {}, ...unknown } = overrides;
    const [wrong] = Object.keys(unknown).concat(isJsonObject(metadata) ? [] : ['metadata'], isJsonObject(spec) ? [] : ['spec']);
    if (wrong !== undefined) {
      throw invalid({ path: scope.node.path, value: `overrides.${wrong}`, reason: 'a graph has the objects metadata and spec', fix: 'put the fragment into one of them' });
    }
    const { labels = {}, annotations = {}, ...others } = metadata as JsonObject;
    for (const [key, value] of Object.entries(labels as JsonObject)) this.metadata.addLabel(key, String(value));
    for (const [key, value] of Object.entries(annotations as JsonObject)) this.metadata.addAnnotation(key, String(value));
    for (const [key, value] of Object.entries(others)) this.metadata.add(key, value);
  }

  private mergedSpec(): JsonObject {
    const { spec, componentOverrides } = this.render();
    const json: JsonObject = DynamoGraphDeployment.manifest({ spec }).spec;
    const components = (json.components as JsonObject[])
      .map((component) => mergeJson(component, componentOverrides.get(String(component.name)) ?? {}));
    return mergeJson({ ...json, components }, (this.overrides.spec ?? {}) as JsonObject);
  }
}
