import type { Spelling } from '../../facts/engine-flags';

/** The flag of something that the table of a dialect's own engine spells as one. */
export function flagOf(spelling: Spelling): string {
  if (spelling.flag === undefined) throw new Error(`facts/engine-flags has no flag here (${spelling.source})`);
  return spelling.flag;
}

/** The key of the engine's file for something that the table spells as one. */
export function keyOf(spelling: Spelling): string {
  if (spelling.key === undefined) throw new Error(`facts/engine-flags has no key here (${spelling.source})`);
  return spelling.key;
}
