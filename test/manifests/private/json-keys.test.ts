import { duplicateJsonKeys, keysInText } from '../../../lib/manifests/private/json-keys';

test.each<[string, number, number[]]>([
  ['{"a": 1, "a": 2}', 2, [9]],
  ['{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}', 5, []],
  ['{"b": [{"a": 1, "c": ["a"], "a": 2}], "b": 0}', 5, [28, 38]],
  ['{"a\\"": 1, "\\u0061\\"" : 2, "x": "a\\\\", "y": "\\"a\\": 1"}', 4, [11]],
  ['{"__proto__": 1, "__proto__": 2}', 2, [17]],
])('%s has %i keys, some twice: %j', (json, count, duplicates) => {
  expect(keysInText(json)).toBe(count);
  expect(duplicateJsonKeys(json)).toEqual(duplicates);
});
