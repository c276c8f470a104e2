import * as fc from 'fast-check';
import { Quantity } from '../../lib/core/quantity';

const text = (value: string) => Quantity.parse(value).toString();

test.each([
  ['64Gi', '64Gi'], ['1.5Gi', '1536Mi'], ['1024Ki', '1Mi'], ['1023', '1023'], ['0.1Ki', '102400m'], ['1000Ki', '1000Ki'],
  ['500m', '500m'], ['0.5', '500m'], ['1000m', '1'], ['1000k', '1M'], ['130', '130'], ['12e6', '12e6'], ['1500e3', '1500e3'], ['1E', '1E'], ['1e-3', '1e-3'],
  ['0', '0'], ['0Gi', '0'], ['-1', '-1'], ['+5', '5'], ['5.', '5'], ['.5', '500m'], ['0.0000000001', '1n'], ['-0.0000000001', '-1n'],
])('%s prints as %s', (written, canonical) => expect(text(written)).toBe(canonical));

test.each(['', 'Gi', '1 Gi', '1gi', '1KB', '1e', '0x10', '1,5', 'NaN', '1Gi ', '--1', '1e9999'])('%j is no quantity', (written) => {
  expect(() => Quantity.parse(written, 'decode/memory')).toThrow(`decode/memory: '${written}' - `);
});

test('A value of a manifest that is no quantity is none, of whatever type', () => {
  expect([undefined, null, {}, [], true, '1 Gi'].map((value) => Quantity.tryParse(value))).toEqual(Array(6).fill(undefined));
  expect([8, '8'].map((value) => Quantity.tryParse(value)?.toString())).toEqual(['8', '8']);
});

test('A message names the field, the value, and a form that works', () => {
  expect(() => Quantity.parse('64GB', 'queue/memory')).toThrow(
    "queue/memory: '64GB' - not a Kubernetes quantity. Fix: write a number and at most one suffix, for example '64Gi', '500m' or '4'",
  );
});

test('Amounts compare by value, however written', () => {
  expect(Quantity.parse('1Gi').equals(Quantity.parse('1024Mi'))).toBe(true);
  expect(Quantity.parse('1G').compareTo(Quantity.parse('1Gi'))).toBeLessThan(0);
  expect(Quantity.parse('1').compareTo(Quantity.parse('999m'))).toBeGreaterThan(0);
});

test("KAI's units: thousandths of a core, megabytes of 10^6 bytes, rounded up", () => {
  expect(Quantity.parse('130').toMillicores()).toBe(130_000);
  expect(Quantity.parse('1500m').toMillicores()).toBe(1500);
  expect(Quantity.parse('100u').toMillicores()).toBe(1);
  expect(Quantity.parse('64G').toMegabytes()).toBe(64_000);
  expect(Quantity.parse('64Gi').toMegabytes()).toBe(68_720); // 68719.476736
});

test('GPUs are whole', () => {
  expect(Quantity.parse('4').toCount()).toBe(4);
  expect(Quantity.parse('4000m').toCount()).toBe(4);
  expect(() => Quantity.parse('0.5').toCount('decode/gpus')).toThrow(
    "decode/gpus: '500m' - an extended resource is counted in whole numbers of at least 0. Fix: write 1",
  );
  expect(() => Quantity.parse('-1').toCount()).toThrow('Fix: write 0');
});

test('Sums keep the format of what is summed', () => {
  expect(Quantity.sum([Quantity.parse('60Gi'), Quantity.parse('4Gi')]).toString()).toBe('64Gi');
  expect(Quantity.sum([]).toString()).toBe('0');
  expect(Quantity.parse('80Gi').times(8).toString()).toBe('640Gi');
});

const written = fc.tuple(
  fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'e3', 'e-2', 'E5'),
).map(([digits, suffix]) => `${digits}${suffix}`);

test('What is printed reads back as the same amount, and prints the same again', () => {
  fc.assert(fc.property(written, (value) => {
    const quantity = Quantity.parse(value);
    const printed = quantity.toString();
    expect(Quantity.parse(printed).nanos).toBe(quantity.nanos);
    expect(Quantity.parse(printed).toString()).toBe(printed);
  }));
});

test('Order and sums are those of the numbers', () => {
  fc.assert(fc.property(written, written, (a, b) => {
    const [left, right] = [Quantity.parse(a), Quantity.parse(b)];
    expect(Math.sign(left.compareTo(right))).toBe(-Math.sign(right.compareTo(left)) + 0 || 0);
    expect(left.plus(right).nanos).toBe(left.nanos + right.nanos);
    expect(left.plus(right).equals(right.plus(left))).toBe(true);
  }));
});

test('A queue of the converted sum admits the pods, and no more than a megabyte is lost', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 50n }), (bytes) => {
    const megabytes = BigInt(Quantity.ofBytes(bytes).toMegabytes());
    expect(megabytes * 1_000_000n >= bytes).toBe(true);
    expect((megabytes - 1n) * 1_000_000n < bytes).toBe(true);
  }));
});
