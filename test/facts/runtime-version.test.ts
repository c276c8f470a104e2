import { imageTag, isRuntimeVersionOverride, runtimeVersionOf } from '../../lib/facts/runtime-version';

test.each([
  ['nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.4.2', '1.4.2'],
  ['registry:5000/vllm-runtime:v1.4.2-efa', '1.4.2'],
  ['vllm-runtime:1.4.0@sha256:abc', '1.4.0'],
  ['vllm-runtime:1.4.0-cuda13+build.7', '1.4.0'],
  ['vllm-runtime:1.2.0rc1', undefined],
  ['vllm-runtime:01.4.0', undefined],
  ['vllm-runtime:latest', undefined],
  ['vllm-runtime@sha256:abc', undefined],
  ['registry:5000/vllm-runtime', undefined],
  ['vllm-runtime', undefined],
])('The operator reads from %s the runtime version %s', (image, version) => expect(runtimeVersionOf(image)).toBe(version));

test('The override wins over the tag', () => {
  expect(runtimeVersionOf('vllm-runtime:1.5.1', '1.4.2')).toBe('1.4.2');
  expect(runtimeVersionOf('vllm-runtime:latest', '1.4.2')).toBe('1.4.2');
});

test.each([['1.4.2', true], ['9999.0.0', true], ['10000.0.0', false], ['1.4', false], ['1.4.2-rc1', false], ['v1.4.2', false], ['1.04.2', false]])('%s as an override: %s', (text, ok) => {
  expect(isRuntimeVersionOverride(text)).toBe(ok);
});

test('A port is no tag', () => expect(imageTag('registry:5000/a/b')).toBeUndefined());
