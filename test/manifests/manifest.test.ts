import { pathText } from '../../lib/manifests/manifest';

test.each([
  [['spec', 'containers', 0, 'name'], 'spec.containers[0].name'],
  [['metadata', 'annotations', 'example.com/a'], 'metadata.annotations[example.com/a]'],
  [['items', 2, 'data', 'a.b'], 'items[2].data[a.b]'],
  [[], ''],
])('a path reads as the API server writes it: %p', (path, text) => {
  expect(pathText(path)).toBe(text);
});
