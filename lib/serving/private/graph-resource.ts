import { Construct } from 'constructs';
import { invalid } from '../../core/errors';
import { DynamoGraphDeployment, DynamoGraphDeploymentProps } from '../../crds/dynamo';

/** JSON fragments that users merge into a graph and its components. */
export interface GraphOverrides {
  readonly graph: unknown;
  readonly components: ReadonlyMap<string, unknown>;
}

type Json = Record<string, unknown>;

/** The manifest of a graph, with the users' fragments merged into the JSON. */
export class GraphResource extends DynamoGraphDeployment {
  constructor(scope: Construct, id: string, props: DynamoGraphDeploymentProps, private readonly overrides: () => GraphOverrides) {
    super(scope, id, props);
  }

  public override toJson(): Json {
    const manifest: Json = super.toJson();
    const { graph, components } = this.overrides();
    const spec = manifest.spec as Json;
    const path = this.node.scope?.node.path ?? this.node.path;
    spec.components = (spec.components as Json[]).map((component) => mergeJson(component, components.get(component.name as string), `${path}/${String(component.name)}`));
    return mergeJson(manifest, graph, path);
  }
}

/** Objects are merged key by key; lists and scalars replace. */
export function mergeJson(base: Json, fragment: unknown, path: string): Json {
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
