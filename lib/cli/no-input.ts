/** What is wrong with a command's input, not with a manifest. */
export class NoInput extends Error {}

/** What to say where the inputs hold nothing. */
export function noManifests(inputs: readonly string[]): NoInput {
  return new NoInput(`no manifests in ${inputs.join(', ')}: folders are searched for .yaml, .yml and .json files`);
}
