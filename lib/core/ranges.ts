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
 * A share: above 0 and at most 1.
 *
 * @throws when it is none
 */
export function share(path: string, name: string, value: number): number {
  if (value > 0 && value <= 1) return value;
  throw invalid({ path, value: `${name}: ${value}`, reason: 'not a share above 0 and at most 1', fix: `write 90 % as ${name}: 0.9` });
}
