import { componentSchema, kindSchema } from '../../../lib/facts/schemas/registry';
import { Schema } from '../../../lib/facts/schemas/schema';

/** The node at a path of a kind of Dynamo: `spec.components[].roles`. */
function at(version: string, apiVersion: string, kind: string, path: string): Schema | undefined {
  const schemas = componentSchema('dynamo', version);
  const resolve = (node: Schema | undefined) => (node?.$ref === undefined ? node : schemas.shapes[node.$ref]);
  let node = resolve(kindSchema(schemas, `nvidia.com/${apiVersion}`, kind)?.schema);
  for (const step of path.split('.').flatMap((segment) => segment.replace(/(\[\]|\{\})/g, ' $1').split(' '))) {
    const values = typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
    node = resolve(step === '[]' ? node?.items : step === '{}' ? values : node?.properties?.[step]);
  }
  return node;
}

const graph = (version: string, path: string) => at(version, 'v1beta1', 'DynamoGraphDeployment', path);

describe('Dynamo 1.5 and 1.6, derived from 1.4.0', () => {
  test('fields that a release added are there from that release on, marked with their confidence', () => {
    expect(graph('1.4.0', 'spec.components[].roles')).toBeUndefined();
    expect(graph('1.5', 'spec.components[].roles')).toMatchObject({
      type: 'array', listType: 'map', listMapKeys: ['name'], derived: [{ release: '1.5', change: 'added', confidence: 'high' }],
    });
    expect(graph('1.6', 'spec.components[].roles')).toMatchObject({
      maxItems: 2, derived: [{ release: '1.5', change: 'added' }, { release: '1.6', change: 'changed', confidence: 'medium' }],
    });
    expect(graph('1.5', 'spec.components[].roles[].replicas')).toBeUndefined();
    expect(graph('1.6', 'spec.components[].roles[].replicas')).toMatchObject({ minimum: 1, format: 'int32' });
  });

  test('required fields join the list of their parent', () => {
    expect(graph('1.5', 'spec.providerOverride')?.required).toEqual(['apiVersion', 'value']);
    expect(graph('1.5', 'spec.providerOverride.value')).toMatchObject({ preserveUnknownFields: true });
  });

  test('a copied pod template is the whole schema, its rules included', () => {
    const { derived: _, ...copy } = graph('1.6', 'spec.components[].roles[].podTemplate')!;
    expect(copy).toEqual(graph('1.6', 'spec.components[].podTemplate'));
  });

  test('entries of low confidence are left out', () => {
    expect(graph('1.6', 'spec.components[].lpx.experimental.localPartitions')).toBeDefined();
    expect(graph('1.6', 'spec.components[].lpx.experimental.checkpoint')).toBeUndefined();
  });

  test('an enum grows where it stands, also where a CRD repeats it below allOf', () => {
    expect(graph('1.5', 'spec.components[].type')?.enum).not.toContain('lpx');
    expect(graph('1.6', 'spec.components[].type')?.enum).toContain('lpx');
    const sku = at('1.6', 'v1beta1', 'DynamoGraphDeploymentRequest', 'spec.hardware.gpuSku')!;
    for (const { enum: values } of [sku, ...sku.allOf ?? []]) expect(values ?? ['gb200']).toContain('gb200');
  });

  test('rules come and go; the one that DELTA-1.6 says not to evaluate is not there', () => {
    const messages = (version: string) => graph(version, 'spec.components[]')!.cel!.map(({ message }) => message);
    expect(messages('1.4.0')).toContain('minAvailable is immutable after creation');
    expect(messages('1.4.0')).not.toContain('type is immutable after it is set');
    expect(messages('1.5')).toEqual(expect.arrayContaining(['minAvailable is immutable after creation', 'type is immutable after it is set']));
    expect(messages('1.6')).not.toContain('minAvailable is immutable after creation');
    expect(messages('1.6')).toContain('lpx is required when type is lpx');
    expect(messages('1.6').filter((message) => message === 'minAvailable must be less than or equal to replicas unless replicas is 0')).toHaveLength(1);
  });

  test('kinds and storage versions follow the release', () => {
    const kinds = (version: string) => componentSchema('dynamo', version).kinds.map(({ kind }) => kind);
    expect(kinds('1.4.0')).toContain('PodSnapshot');
    expect(kinds('1.5')).not.toContain('PodSnapshot');
    expect(kinds('1.5')).not.toContain('LPXGraphDeployment');
    expect(kinds('1.6')).toContain('LPXGraphDeployment');
    const storage = (version: string) => componentSchema('dynamo', version).kinds.filter(({ kind, storage: is }) => kind === 'DynamoGraphDeployment' && is);
    expect(storage('1.4.0').map(({ version }) => version)).toEqual(['v1alpha1']);
    expect(storage('1.5').map(({ version }) => version)).toEqual(['v1beta1']);
  });
});

describe('GAIE', () => {
  test('the kinds that left with 1.6.0 are in 1.5.0 only', () => {
    const kinds = (version: string) => componentSchema('gaie', version).kinds.map(({ kind }) => kind);
    expect(kinds('1.5.0')).toEqual(['InferenceModelRewrite', 'InferenceObjective']);
    expect(kinds('1.6.0')).toEqual(['InferencePool', 'InferencePoolImport']);
  });
});

describe('schemas', () => {
  test('keep what an API server enforces: int-or-string, list keys, rules, subresources', () => {
    const text = JSON.stringify(componentSchema('grove'));
    for (const keyword of ['intOrString', 'listMapKeys', 'cel', 'scale', 'specReplicasPath', 'shortNames', 'default']) expect(text).toContain(`"${keyword}"`);
  });

  test('have no prose', () => {
    for (const component of ['dynamo', 'gateway-api', 'kubernetes']) expect(JSON.stringify(componentSchema(component))).not.toMatch(/"description":"/);
  });
});
