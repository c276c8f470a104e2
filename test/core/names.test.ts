import { App, Chart, Names } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { dnsLabel, fnv1a32, groveBudgetLeft, isDnsLabel, isDnsSubdomain, isLabelKey, isLabelValue, isServiceName } from '../../lib/core/names';

describe('dnsLabel', () => {
  test('joins ids without a hash, in lower case, as operators need it', () => {
    expect(dnsLabel(['dsr1', 'Decode'])).toBe('dsr1-decode');
  });

  test('leaves out what a DNS label may not hold', () => {
    expect(dnsLabel(['my_model', 'v1.5', 'Größe'])).toBe('mymodel-v15-gre');
  });

  test('counts Default, Resource and a repeated id for nothing, as cdk8s does', () => {
    expect(dnsLabel(['weights', 'weights', 'Default', 'Resource'])).toBe('weights');
  });

  test('replaces the end by a hash of the whole path where the budget overflows', () => {
    const long = ['a'.repeat(40), 'b'.repeat(40)];
    expect(dnsLabel(long)).toBe(`${'a'.repeat(40)}-${'b'.repeat(13)}-fea4d256`);
    expect(dnsLabel(long)).not.toBe(dnsLabel(['a'.repeat(40), 'b'.repeat(41)]));
  });

  test('refuses a path without a letter or digit', () => {
    expect(() => dnsLabel(['ünüü', '___'].map((id) => id.replace(/n/, '')))).toThrow(
      "üüü/___: ids 'üüü/___' - none of the ids holds a letter or digit that a DNS label may have. Fix: use ids of lower-case letters, digits and hyphens, or give the name yourself",
    );
  });

  test('gives a DNS label within the budget for any path that has one', () => {
    fc.assert(fc.property(fc.array(fc.string(), { minLength: 1 }), fc.integer({ min: 10, max: 63 }), (ids, max) => {
      const path = ['x', ...ids];
      const name = dnsLabel(path, max);
      expect(isDnsLabel(name)).toBe(true);
      expect(name.length).toBeLessThanOrEqual(max);
      expect(dnsLabel(path, max)).toBe(name);
    }));
  });

  test('agrees with cdk8s on paths that fit', () => {
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,4})?$/), { minLength: 1, maxLength: 4 }), (ids) => {
      const chart = new Chart(new App(), 'c');
      const inner = ids.reduce((scope: Construct, id) => new Construct(scope, id), chart);
      expect(dnsLabel(['c', ...ids])).toBe(Names.toDnsLabel(inner, { includeHash: false, maxLen: 63 }));
    }));
  });
});

test.each([
  ['decode', true], ['9lives', true], ['a'.repeat(63), true], ['a'.repeat(64), false], ['Decode', false], ['-a', false], ['a-', false], ['a.b', false], ['', false],
])('%j as a DNS label: %j', (name, ok) => expect(isDnsLabel(name)).toBe(ok));

test('A Service name begins with a letter', () => {
  expect(isServiceName('dsr1-0')).toBe(true);
  expect(isServiceName('1dsr')).toBe(false);
});

test.each([
  ['model.v1', true], ['a..b', false], ['a.-b', false], [`${'a'.repeat(250)}.bc`, true], [`${'a'.repeat(250)}.bcd`, false],
])('%j as a DNS subdomain: %j', (name, ok) => expect(isDnsSubdomain(name)).toBe(ok));

test.each([
  ['', true], ['NVIDIA-GB200', true], ['a_b.c', true], ['-a', false], ['a'.repeat(64), false], ['a b', false],
])('%j as a label value: %j', (value, ok) => expect(isLabelValue(value)).toBe(ok));

test.each([
  ['nvidia.com/gpu.product', true], ['priorityClassName', true], ['/x', false], ['a/b/c', false], ['nvidia.com/', false], ['Nvidia.com/x', false],
])('%j as a label key: %j', (key, ok) => expect(isLabelKey(key)).toBe(ok));

test('The hash is the FNV-1a of Go', () => {
  // Test vectors of the Go standard library, hash/fnv.
  expect([fnv1a32(''), fnv1a32('a'), fnv1a32('ab'), fnv1a32('abc')]).toEqual([0x811c9dc5, 0xe40c292c, 0x4d2505ca, 0x1a47e90b]);
});

test("Grove's budget of 45 counts the set, the group and the clique, no hyphens", () => {
  expect(groveBudgetLeft('dsr1', 'frontend')).toBe(33);
  expect(groveBudgetLeft('deepseek-r1-disaggregated', 'decode-ldr', 'decode')).toBe(4);
  expect(groveBudgetLeft('deepseek-r1-disaggregated', 'vllmprefillworker-ldr', 'vllmprefillworker')).toBe(-18);
});
