import * as fc from 'fast-check';
import { goDuration } from '../../lib/core/go-duration';
import { nanosecondsOf } from '../../lib/rules/deployment/go-duration';

test.each([[0, '0s'], [1, '1ms'], [15_000, '15s'], [600_000, '10m'], [5_400_000, '1h30m'], [604_800_000, '168h']])('%i ms are %s', (milliseconds, text) => {
  expect(goDuration(milliseconds)).toBe(text);
});

test('Go reads back the same length', () => {
  fc.assert(fc.property(fc.nat(10_000_000_000), (milliseconds) => {
    expect(nanosecondsOf(goDuration(milliseconds))).toBe(milliseconds * 1e6);
  }));
});
