import { metadataProblems } from '../../../lib/admission/schema/metadata';
import { Manifest, pathText } from '../../../lib/manifests/manifest';

function wrongWith(metadata: object | undefined, kind = 'ConfigMap', apiVersion = 'v1'): string[] {
  return metadataProblems({ apiVersion, kind, metadata } as Manifest).map((problem) => `${problem.rule} ${pathText(problem.path)}: ${problem.message}`);
}

test('an object has a name, or a prefix of one', () => {
  expect(wrongWith(undefined)).toEqual(['SCHEMA-NAME metadata.name: the object has no name']);
  expect(wrongWith({ name: '' })).toEqual(['SCHEMA-NAME metadata.name: the object has no name']);
  expect(wrongWith({ generateName: 'run-' })).toEqual([]);
});

test.each([
  ['ConfigMap', 'v1', 'a.b', true], ['ConfigMap', 'v1', 'A', false], ['ConfigMap', 'v1', 'a'.repeat(254), false],
  ['Namespace', 'v1', 'a.b', false], ['Service', 'v1', '1a', false], ['Service', 'v1', 'a1', true],
  ['Role', 'rbac.authorization.k8s.io/v1', 'system:Reader', true], ['Role', 'rbac.authorization.k8s.io/v1', 'a/b', false],
  ['DynamoGraphDeployment', 'nvidia.com/v1beta1', 'a_b', false],
])('%s of %s called %s', (kind, apiVersion, name, isRight) => {
  expect(wrongWith({ name }, kind, apiVersion)).toHaveLength(isRight ? 0 : 1);
});

test('labels, annotations, finalizers, owners', () => {
  expect(wrongWith({
    name: 'a',
    namespace: 'Team',
    labels: { 'app': 'bad value!', 'bad key!': 'x', 'example.com/ok': '' },
    annotations: { 'Example.com/ok': 'anything at all', '/x': '' },
    finalizers: ['not a name'],
    ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p' }],
  })).toEqual([
    'SCHEMA-NAME metadata.namespace: "Team" is not a DNS label: lower-case letters, digits and inner hyphens, at most 63',
    'SCHEMA-LABEL metadata.labels.app: "bad value!" is not at most 63 letters, digits and inner -, _ or .',
    'SCHEMA-LABEL metadata.labels[bad key!]: "bad key!" is not a qualified name such as app or example.com/app',
    'SCHEMA-ANNOTATION metadata.annotations[/x]: "/x" is not a qualified name such as app or example.com/app',
    'SCHEMA-NAME metadata.finalizers[0]: "not a name" is not a qualified name such as app or example.com/app',
    'SCHEMA-REQUIRED metadata.ownerReferences[0].uid: uid is required',
  ]);
});

test('annotations together are bounded', () => {
  expect(wrongWith({ name: 'a', annotations: { big: 'x'.repeat(256 * 1024) } })).toEqual(['SCHEMA-ANNOTATION metadata.annotations: 262147 bytes of annotations, more than 262144']);
});
