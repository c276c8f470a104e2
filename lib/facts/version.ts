/** Compares versions as their publishers order them: `v0.1.0-alpha.12-rc1` < `v0.1.0-alpha.12-rc2` < `v0.1.0-alpha.12` < `v0.1.0-alpha.13`. */
export function compareVersions(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  for (let i = 0; i < 3; i++) {
    if (left.core[i] !== right.core[i]) return left.core[i] - right.core[i];
  }
  return comparePreReleases(left.pre, right.pre);
}

/** Whether a version is the other or a later one. */
export function isAtLeast(version: string, minimum: string): boolean {
  return compareVersions(version, minimum) >= 0;
}

/** Whether a text is a version that `compareVersions` can order: `[v]X.Y.Z` with an optional pre-release. */
export function isVersion(text: string): boolean {
  return SYNTAX.test(text);
}

/** Also takes `1.3.0rc22`, as Python writes a release candidate. */
const SYNTAX = /^[vV]?(\d+)\.(\d+)\.(\d+)(?:-?([0-9A-Za-z][-0-9A-Za-z.]*))?(?:\+[0-9A-Za-z.-]+)?$/;

function parse(version: string): { core: number[]; pre: string } {
  const match = SYNTAX.exec(version);
  if (!match) throw new Error(`'${version}' is no version of the form X.Y.Z`);
  return { core: [Number(match[1]), Number(match[2]), Number(match[3])], pre: match[4] ?? '' };
}

/**
 * Semantic versioning would order `alpha.12-rc1` after `alpha.12` (`12-rc1` is alphanumeric, `12` a number);
 * Grove means a candidate of alpha.12, as the order of its releases shows (scheduling.md 0).
 */
function comparePreReleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '') return 1;
  if (b === '') return -1;
  const left = a.split(/[.-]|(?<=[A-Za-z])(?=\d)/);
  const right = b.split(/[.-]|(?<=[A-Za-z])(?=\d)/);
  for (let i = 0; ; i++) {
    if (left[i] === right[i] && left[i] !== undefined) continue;
    if (left[i] === undefined) return right[i] === 'rc' ? 1 : -1;
    if (right[i] === undefined) return left[i] === 'rc' ? -1 : 1;
    const numbers = /^\d+$/.test(left[i]) && /^\d+$/.test(right[i]);
    return numbers ? Number(left[i]) - Number(right[i]) : left[i] < right[i] ? -1 : 1;
  }
}
