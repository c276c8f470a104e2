import { rendered, SAMPLES } from './infrastructure-samples';
import { equalOf, expectAsPublished } from '../support/samples';
import { describeWithShared } from '../support/shared';

describeWithShared('samples of the DRA driver, re-created with constructs', () => {
  test.each(SAMPLES.map((sample) => [sample.file, sample] as const))('%s', (_, sample) => {
    expectAsPublished('dra-driver', sample, rendered(sample));
  });

  test('at least 9 of 12 are equal but for what is no choice of ours', () => {
    expect(equalOf(SAMPLES)).toEqual([17, 19]);
  });
});
