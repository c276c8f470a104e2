/**
 * Image tags from which the operator reads a runtime version.
 * Source: dynamo.md 2.6 (ai-dynamo/dynamo deploy/operator/internal/runtimeversion, 1.4.0).
 */
const SEMANTIC_TAG = new RegExp(
  '^[vV]?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)'
  + '(-(0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)(\\.(0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*))*)?'
  + '(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?$',
);

/** Values of `runtimeVersionOverride`: X.Y.Z, each 0 to 9999, no pre-release. Source: dynamo.md 2.3. */
const OVERRIDE = /^(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})$/;

/** The tag of an image reference: behind the last `:` that follows the last `/`, with a digest cut off; undefined without one. */
export function imageTag(image: string): string | undefined {
  const [reference] = image.split('@');
  const colon = reference.lastIndexOf(':');
  return colon > reference.lastIndexOf('/') ? reference.slice(colon + 1) : undefined;
}

/**
 * The runtime version that the operator works out for a component, as `X.Y.Z`: the override, else the tag of the image.
 *
 * @returns undefined where neither gives one; admission then refuses the graph and asks for `runtimeVersionOverride`
 */
export function runtimeVersionOf(image: string, override?: string): string | undefined {
  if (override !== undefined) return OVERRIDE.test(override) ? override : undefined;
  const match = SEMANTIC_TAG.exec(imageTag(image) ?? '');
  return match ? `${match[1]}.${match[2]}.${match[3]}` : undefined;
}

/** Whether a text may be the value of `runtimeVersionOverride`. */
export function isRuntimeVersionOverride(text: string): boolean {
  return OVERRIDE.test(text);
}
