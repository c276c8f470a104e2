import { camelCase } from '../../../tools/import/camel-case';
import { className, preferredVersion } from '../../../tools/import/class-names';
import { compact } from '../../../tools/import/compact';
import { enumMembers } from '../../../tools/import/enum-members';
import { defaultOf, factsOf } from '../../../tools/import/facts';

const noReference = () => ({});

describe('keys', () => {
  test.each([
    ['clusterIP', 'clusterIp'], ['hostIPC', 'hostIpc'], ['setHostnameAsFQDN', 'setHostnameAsFqdn'], ['use_ocp_driver_toolkit', 'useOcpDriverToolkit'],
    ['$ref', 'ref'], ['nvidia.com/gpu', 'nvidiaComGpu'], ['build', 'build_'], ['clusterIPs', 'clusterIPs'],
  ])('%s is %s, as json2jsii makes it', (key, name) => expect(camelCase(key)).toBe(name));

  test('two that would be one prop are an error', () => {
    const schema = { properties: { fooBar: { type: 'string' }, foo_bar: { type: 'string' } } };
    expect(() => compact(schema, noReference)).toThrow('two keys are \'fooBar\' in camelCase');
  });
});

describe('classes', () => {
  test('of the newest stable version have the name of the kind', () => {
    expect(preferredVersion(['v1alpha1', 'v1', 'v1beta1'])).toBe('v1');
    expect(preferredVersion(['v1alpha1', 'v1beta1', 'v1beta2'])).toBe('v1beta2');
    expect(preferredVersion(['v2beta1', 'v1'])).toBe('v1');
    expect(className('', 'HTTPRoute', 'v1beta1', false)).toBe('HttpRouteV1Beta1');
    expect(className('Kube', 'Pod', 'v1', true)).toBe('KubePod');
  });
});

describe('enums', () => {
  test('have the members of json2jsii', () => {
    expect(enumMembers(['sglang', 'IfNotPresent'])).toEqual([{ name: 'SGLANG', value: 'sglang' }, { name: 'IF_NOT_PRESENT', value: 'IfNotPresent' }]);
  });

  test.each([[['replace', 'Replace']], [['PF', 'pf']], [['802.1q', 'dot1x']], [['', 'a']], [[1, 2]]])('%j stay plain values', (values) => {
    expect(enumMembers(values)).toBeUndefined();
  });
});

describe('doc lines', () => {
  test('are type facts', () => {
    expect(factsOf({ type: 'integer', minimum: 1, maximum: 8 }, undefined)).toEqual(['At least 1 and at most 8, integer.']);
    expect(factsOf({ type: 'array', listType: 'map', listMapKeys: ['name'], maxItems: 2 }, { type: 'string', maxLength: 63 }))
      .toEqual(['At most 2 items, unique by name.', 'Items: at most 63 characters.']);
    expect(factsOf({ type: 'string', cel: [{ rule: 'self == oldSelf' }] }, undefined)).toEqual(['Immutable.']);
    expect(factsOf({ type: 'string', enum: ['802.1q'], format: 'date-time' }, undefined)).toEqual(['Format date-time.', 'One of 802.1q.']);
  });

  test('cannot end their comment', () => {
    expect(factsOf({ type: 'string', pattern: 'a*/b' }, undefined)).toEqual(['Pattern `a*\\/b`.']);
    expect(defaultOf({ default: '*/' })).toBe('*\\/');
  });

  test('say nothing of upstream prose, which the compact schema does not have', () => {
    expect(compact({ type: 'string', description: 'upstream prose' }, noReference)).toEqual({ type: 'string' });
  });

  test('an unknown keyword stops the import, so that nothing an API server enforces is lost', () => {
    expect(() => compact({ 'type': 'string', 'x-kubernetes-new': true }, noReference)).toThrow('unknown keyword \'x-kubernetes-new\'');
  });
});
