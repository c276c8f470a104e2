import * as fc from 'fast-check';
import { compareVersions, isAtLeast, isVersion } from '../../lib/facts/version';

test.each([
  // Grove, in the order of its releases
  ['v0.1.0-alpha.8', 'v0.1.0-alpha.9', 'v0.1.0-alpha.10', 'v0.1.0-alpha.12-rc1', 'v0.1.0-alpha.12-rc2', 'v0.1.0-alpha.12', 'v0.1.0-alpha.13', 'v0.1.0-rc.1', 'v0.1.0'],
  // TensorRT-LLM
  ['1.2.0', '1.3.0rc9', '1.3.0rc22', '1.3.0rc25', '1.3.0'],
  // KAI, with and without v
  ['v0.12.19', '0.13.4', 'v0.14.0', '0.17.0', 'v0.18.6'],
])('%s < ... in order', (...versions) => {
  versions.forEach((left, i) => versions.forEach((right, j) => {
    expect([left, right, Math.sign(compareVersions(left, right))]).toEqual([left, right, Math.sign(i - j)]);
  }));
});

test('The leading v does not count', () => {
  expect(compareVersions('v0.17.0', '0.17.0')).toBe(0);
  expect(isAtLeast('1.4.2', '1.4.0')).toBe(true);
  expect(isVersion('latest')).toBe(false);
  expect(() => compareVersions('latest', '1.0.0')).toThrow("'latest' is no version of the form X.Y.Z");
});

test('The order is one: antisymmetric and transitive', () => {
  const version = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.constantFrom('', '-alpha.1', '-alpha.2', '-alpha.2-rc1', '-rc.1', 'rc2', '-beta'))
    .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre}`);
  fc.assert(fc.property(version, version, version, (a, b, c) => {
    expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
    if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
  }));
});
