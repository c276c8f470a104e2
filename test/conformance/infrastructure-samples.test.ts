import * as path from 'path';
import { rendered, Sample, SAMPLES } from './infrastructure-samples';
import { differences } from '../support/one-path';
import { describeWithShared, documentsIn, SHARED } from '../support/shared';

const idOf = ({ kind, metadata }: any) => `${kind}/${metadata.name}`;

/** Counts may be written as numbers or as text, and the spaces of an expression mean nothing. */
function plain(value: any, key = ''): any {
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).sort().map(([name, each]) => [name, plain(each, name)]));
  if (key === 'expression') return value.replace(/\s+/g, ' ').trim();
  return /^nvidia\.com\/|^shares$/.test(key) ? String(value) : value;
}

/** Where a sample and its re-creation differ, as `Kind/name path`. */
function found(sample: Sample): string[] {
  const theirs = new Map(documentsIn(path.join(SHARED, 'upstream-examples', 'dra-driver', sample.file)).map((object) => [idOf(object), plain(object)]));
  const ours = new Map(rendered(sample).map((object) => [idOf(object), plain(object)]));
  expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
  return [...theirs].flatMap(([id, object]) => differences(object, ours.get(id)).map((at) => `${id} ${at}`));
}

describeWithShared('samples of the DRA driver, re-created with constructs', () => {
  test.each(SAMPLES.map((sample) => [sample.file, sample] as const))('%s', (_, sample) => {
    const expected = sample.differences ?? [];
    const all = found(sample);
    expect(all.filter((at) => !expected.some((difference) => difference.path.test(at)))).toEqual([]);
    for (const difference of expected) expect(all.filter((at) => difference.path.test(at))).not.toEqual([]);
  });

  test('at least 9 of 12 are equal but for what is no choice of ours', () => {
    const equal = SAMPLES.filter(({ differences: some = [] }) => some.every(({ sort }) => sort !== 'deliberate'));
    expect([equal.length, SAMPLES.length]).toEqual([17, 19]);
  });
});
