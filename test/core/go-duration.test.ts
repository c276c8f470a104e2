import * as fc from 'fast-check';
import { goDuration, goNanoseconds as read } from '../../lib/core/go-duration';

test.each([[0, '0s'], [1, '1ms'], [15_000, '15s'], [600_000, '10m'], [5_400_000, '1h30m'], [604_800_000, '168h']])('%i ms are %s', (milliseconds, text) => {
  expect(goDuration(milliseconds)).toBe(text);
});

test('Go reads back the same length', () => {
  fc.assert(fc.property(fc.nat(10_000_000_000), (milliseconds) => {
    expect(read(goDuration(milliseconds))).toBe(BigInt(milliseconds) * 1_000_000n);
  }));
});
