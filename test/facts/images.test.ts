import { DYNAMO_IMAGES, dynamoImage, runtimeImage } from '../../lib/facts/images';
import { Release } from '../../lib/facts/release';

test.each([
  [Release.DYNAMO_1_4, 'vllm', 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.4.2'],
  [Release.DYNAMO_1_4, 'trtllm', 'nvcr.io/nvidia/ai-dynamo/tensorrtllm-runtime:1.4.2'],
  [Release.DYNAMO_1_5, 'sglang', 'nvcr.io/nvidia/ai-dynamo/sglang-runtime:1.5.1'],
])('%s runs %s from %s', (release, backend, image) => expect(runtimeImage(release, backend)).toBe(image));

test('Another tag of the same image is the user\'s choice', () => {
  expect(runtimeImage(Release.DYNAMO_1_4, 'vllm', '1.4.0-efa')).toBe('nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.4.0-efa');
});

test('An unknown backend and an image that the line lacks are errors that list what there is', () => {
  expect(() => runtimeImage(Release.DYNAMO_1_4, 'tgi')).toThrow("Release 1.4: backend 'tgi' - Dynamo has no runtime image for it. Fix: use one of vllm, sglang, trtllm");
  expect(() => dynamoImage(Release.DYNAMO_1_5, 'snapshot-agent')).toThrow("Release 1.5: image 'snapshot-agent' - Dynamo 1.5 publishes no such image. Fix: use one of vllm-runtime, ");
  expect(dynamoImage(Release.DYNAMO_1_4, 'snapshot-agent')).toBe('nvcr.io/nvidia/ai-dynamo/snapshot-agent:1.4.2');
});

test('Every image of a line is described', () => {
  const described = DYNAMO_IMAGES.map((image) => image.name);
  for (const release of Release.all()) expect(described).toEqual(expect.arrayContaining(release.images));
});
