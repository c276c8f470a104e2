/** One component of a release line, at the version that belongs to it. */
export interface ReleasePin {
  /** Name of the component, for example `kai-scheduler`. */
  readonly component: string;

  /** Version as its publisher writes it, with or without a leading `v`: it goes into charts and image tags as it is. */
  readonly version: string;

  /** Why this version and no other. */
  readonly reason: string;

  /** Where the version was read. */
  readonly source: string;

  /**
   * Helm values (dotted path to value) without which the version does not work in this line.
   *
   * @default - none
   */
  readonly settings?: { readonly [path: string]: string };
}

/** Something that could not be established about a release line. */
export interface ReleaseGap {
  /** What the question is about, for example `CRDs`. */
  readonly topic: string;

  /** What is not known, and what the library does instead. */
  readonly statement: string;

  /** Page that says so. */
  readonly source: string;
}
