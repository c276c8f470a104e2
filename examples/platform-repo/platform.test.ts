import { Testing } from 'cdk8s';
import * as inference from 'cdk8s-inference';
import { platform } from './platform';

test('the manifests of the platform', () => {
  expect(Testing.synth(platform(Testing.app()))).toMatchSnapshot();
});

test('the library is the packed one', () => {
  expect(Object.keys(inference)).toContain('crds');
});
