import { rendered, SAMPLES } from './scheduling-samples';
import { equalOf, expectAsPublished } from '../support/samples';
import { describeWithShared } from '../support/shared';

describeWithShared('samples of Grove, KAI and the MPI Operator, re-created with constructs', () => {
  test.each(SAMPLES.map((sample) => [sample.file, sample] as const))('%s', (_, sample) => {
    expectAsPublished(sample.folder, sample, rendered(sample));
  });

  test('most are equal but for what is no choice of ours', () => {
    expect(equalOf(SAMPLES)).toEqual([19, 21]);
  });
});
