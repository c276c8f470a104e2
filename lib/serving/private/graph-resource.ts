import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { invalid } from '../../core/errors';
import { DynamoGraphDeployment, DynamoGraphDeploymentSpec } from '../../crds/dynamo';

/** What a graph renders to: its spec, and the JSON fragments that users merge into it and into its components. */
export interface RenderedGraph {
  readonly spec: DynamoGraphDeploymentSpec;
  readonly overrides: unknown;
  readonly componentOverrides: ReadonlyMap<string, unknown>;
}

type Json = Record<string, unknown>;

/** The manifest of a graph. Fragments are merged into the JSON, then patches apply, as on every ApiObject. */
export class GraphResource extends DynamoGraphDeployment {
  constructor(scope: Construct, id: string, name: string, private readonly render: () => RenderedGraph) {
    super(scope, id, { metadata: { name }, spec: Lazy.any({ produce: () => this.mergedSpec() }) });
  }

  public override toJson(): Json {
    const manifest: Json = super.toJson();
    const { overrides } = this.render();
    const { spec: _, ...rest } = isJsonObject(overrides) ? overrides : {};
    return mergeJson(manifest, rest, this.path);
  }

  private mergedSpec(): Json {
    const { spec, overrides, componentOverrides } = this.render();
    const json = DynamoGraphDeployment.manifest({ spec }).spec as Json;
    json.components = (json.components as Json[]).map((component) => {
      const name = String(component.name);
      return mergeJson(component, componentOverrides.get(name), `${this.path}/${name}`);
    });
    return mergeJson({ spec: json }, overrides, this.path).spec as Json;
  }

  private get path(): string {
    return this.node.scope?.node.path ?? this.node.path;
  }
}

/** Objects are merged key by key; lists and scalars replace. */
function mergeJson(base: Json, fragment: unknown, path: string): Json {
  if (fragment === undefined) return base;
  if (!isJsonObject(fragment)) {
    throw invalid({ path, value: `overrides: ${JSON.stringify(fragment)}`, reason: 'not an object', fix: 'write the fragment with the JSON names of the manifest' });
  }
  const merged = { ...base };
  for (const [key, value] of Object.entries(fragment)) {
    const below = merged[key];
    merged[key] = isJsonObject(value) && isJsonObject(below) ? mergeJson(below, value, path) : value;
  }
  return merged;
}

function isJsonObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
