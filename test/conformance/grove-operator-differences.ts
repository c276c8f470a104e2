/** What was recorded and is not expanded, or the other way round, and why. */
export const DIFFERENCES: readonly { readonly folder: string; readonly about: RegExp; readonly reason: string }[] = [
];
