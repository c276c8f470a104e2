/** At most 20 digits: numbers have 64 bits. */
const NUMBER = '(0|[1-9]\\d{0,19})';
const PART = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const SYNTAX = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${PART}(?:\\.${PART})*))?(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?$`);

/** A version of semver.org 2.0. */
export class Semver {
  /**
   * @param normalize as Kubernetes does: leading `v`, missing minor and patch, leading zeros are fine
   * @returns undefined when the text is none
   */
  static parse(text: string, normalize: boolean = false): Semver | undefined {
    const match = SYNTAX.exec(normalize ? normalized(text) : text);
    if (!match || match.slice(1, 4).some((part) => BigInt(part) >= 2n ** 64n)) return undefined;
    return new Semver(match.slice(1, 4).map((part) => BigInt(part)), match[4]?.split('.') ?? []);
  }

  readonly typeName = 'kubernetes.Semver';

  constructor(readonly numbers: readonly bigint[], private readonly preRelease: readonly string[]) {}

  compareTo(other: Semver): number {
    for (let i = 0; i < 3; i++) {
      if (this.numbers[i] !== other.numbers[i]) return this.numbers[i] < other.numbers[i] ? -1 : 1;
    }
    const [mine, theirs] = [this.preRelease, other.preRelease];
    if (!mine.length || !theirs.length) return Number(!mine.length) - Number(!theirs.length);
    for (let i = 0; i < Math.min(mine.length, theirs.length); i++) {
      const order = comparePart(mine[i], theirs[i]);
      if (order) return order;
    }
    return Math.sign(mine.length - theirs.length);
  }

  equals(other: object): boolean {
    return other instanceof Semver && this.compareTo(other) === 0;
  }
}

function comparePart(a: string, b: string): number {
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (left && right) return BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0;
  if (left !== right) return left ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function normalized(text: string): string {
  const [, core, rest] = /^v?([^-+]*)(.*)$/s.exec(text)!;
  const parts = core.split('.').map((part) => part.replace(/^0+(?=\d)/, ''));
  while (parts.length < 3) parts.push('0');
  return parts.join('.') + rest;
}
