import * as fc from 'fast-check';
import { Parallelism } from '../../lib/workload/parallelism';

describe('Parallelism', () => {
  test('GPUs are tensor x pipeline x data; experts and attention copies add none', () => {
    expect(Parallelism.NONE.gpus).toBe(1);
    expect(Parallelism.of({ tensor: 32, expert: 32, attentionDataParallel: true }).gpus).toBe(32);
    expect(Parallelism.of({ tensor: 4, pipeline: 2, data: 3, expert: 12 }).gpus).toBe(24);
  });

  test('for all sizes the GPUs are their product, whatever the experts', () => {
    const size = fc.integer({ min: 1, max: 64 });
    fc.assert(fc.property(size, size, size, fc.nat(), (tensor, pipeline, data, n) => {
      const expert = 1 + (n % (tensor * data));
      expect(Parallelism.of({ tensor, pipeline, data, expert }).gpus).toBe(tensor * pipeline * data);
    }));
  });

  test.each([0, -1, 1.5, NaN, Infinity])('refuses %p as a size', (tensor) => {
    expect(() => Parallelism.of({ tensor })).toThrow(`Parallelism: tensor: ${tensor} - not a whole number of at least 1. Fix: leave tensor out for 1`);
  });

  test('refuses more expert ranks than there are ranks, and says what fits', () => {
    expect(() => Parallelism.of({ tensor: 4, data: 2, expert: 16 }))
      .toThrow('Parallelism: expert: 16 with tensor: 4, data: 2 - experts are spread over the 8 ranks of tensor x data; there are no further ranks. '
        + 'Fix: use expert: 8 or a divisor of it, or more tensor or data ranks');
    expect(() => Parallelism.of({ tensor: 4, data: 2, expert: 8 })).not.toThrow();
  });

  test('reads as the sizes that differ from one', () => {
    expect(`${Parallelism.of({ tensor: 8, pipeline: 2 })}`).toBe('tensor 8, pipeline 2');
    expect(`${Parallelism.NONE}`).toBe('tensor 1');
  });
});
