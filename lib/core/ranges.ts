import { invalid } from './errors';

/**
 * A whole number of at least `least`.
 *
 * @param path construct path, or the class of a value
 * @throws when it is none
 */
export function wholeNumber(path: string, name: string, value: number, least: number = 1, fix: string = `give a whole number of at least ${least}`): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw invalid({ path, value: `${name}: ${value}`, reason: `not a whole number of at least ${least}`, fix });
}

/**
 * An index: from 0 to one less than `count`.
 *
 * @throws when it is none
 */
export function indexBelow(path: string, name: string, value: number, count: number): number {
  if (Number.isInteger(value) && value >= 0 && value < count) return value;
  throw invalid({ path, value: `${name}: ${value}`, reason: `there are ${count}, counted from 0`, fix: count > 0 ? `use 0 to ${count - 1}` : 'there is none' });
}

/**
 * A share: above 0 and at most 1.
 *
 * @throws when it is none
 */
export function share(path: string, name: string, value: number): number {
  if (value > 0 && value <= 1) return value;
  throw invalid({ path, value: `${name}: ${value}`, reason: 'not a share above 0 and at most 1', fix: `write 90 % as ${name}: 0.9` });
}
