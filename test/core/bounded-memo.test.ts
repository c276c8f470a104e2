import { BoundedMemo } from '../../lib/core/bounded-memo';

test('an answer is made once, also one that is undefined; one that failed is tried again', () => {
  const memo = new BoundedMemo<string, number | undefined>(10);
  const asked: string[] = [];
  const make = (key: string) => {
    asked.push(key);
    if (key === 'bad') throw new Error('bad');
    return key === 'none' ? undefined : key.length;
  };
  expect(['one', 'none', 'one', 'none'].map((key) => memo.get(key, make))).toEqual([3, undefined, 3, undefined]);
  expect(() => memo.get('bad', make)).toThrow('bad');
  expect(() => memo.get('bad', make)).toThrow('bad');
  expect(asked).toEqual(['one', 'none', 'bad', 'bad']);
});

test('no more answers are kept than are allowed', () => {
  const memo = new BoundedMemo<number, number>(3);
  let made = 0;
  const make = (key: number) => (made++, key);
  for (const key of [1, 2, 3, 1, 2, 3]) memo.get(key, make);
  expect(made).toBe(3);
  for (const key of [4, 4, 1]) memo.get(key, make);
  expect(made).toBe(5);
});
