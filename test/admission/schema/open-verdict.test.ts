import { builtInChecks } from '../../../lib/admission/checks';
import { Release } from '../../../lib/facts/release';

const graph = (env: object) => ({ apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment', metadata: { name: 'g' }, spec: { env: [env], components: [] } });
const HINT = '; a cluster whose operator runs does not refuse this: declare the release (--release) to be told what comes of it there';

test('Where only the webhooks of the operator decide, and no release is declared, the fix says what decides', () => {
  const { schema } = builtInChecks();
  expect(schema!(graph({}), {}).problems).toEqual([{ rule: 'SCHEMA-REQUIRED', path: ['spec', 'env', 0, 'name'], message: 'name is required', fix: `write name${HINT}` }]);
  expect(schema!(graph({}), { release: Release.DYNAMO_1_4 }).problems).toEqual([]);
  expect(schema!(graph({ name: 1 }), {}).problems).toEqual([expect.objectContaining({ rule: 'SCHEMA-TYPE', fix: expect.not.stringContaining('--release') })]);
});
