import { Testing } from 'cdk8s';
import { platform } from './platform';

test('the manifests of the platform', () => {
  expect(Testing.synth(platform(Testing.app()))).toMatchSnapshot();
});
