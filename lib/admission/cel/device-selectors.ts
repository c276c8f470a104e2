import { Compiler } from './compile';
import { parseCel } from './parse';
import { staticType } from './static-type';
import { CelSyntaxError } from './syntax';
import { BoundedMemo } from '../../core/bounded-memo';
import { isJsonObject } from '../../core/merge';
import type { JsonPath, Manifest } from '../../manifests/manifest';
import type { Problem } from '../problem';

/** Id of a selector that is refused. */
const RULE = 'CEL-kubernetes-1';

/** Where claims, templates and classes keep selectors: `*` is every item. Source: k8s.io/api resource/v1, v1beta1, v1beta2. */
const REQUESTS = [['selectors'], ['exactly', 'selectors'], ['firstAvailable', '*', 'selectors']].map((path) => ['devices', 'requests', '*', ...path]);
const SELECTORS: { readonly [kind: string]: readonly JsonPath[] } = {
  ResourceClaim: REQUESTS.map((path) => ['spec', ...path]),
  ResourceClaimTemplate: REQUESTS.map((path) => ['spec', 'spec', ...path]),
  DeviceClass: [['spec', 'selectors']],
};

/**
 * What the API server refuses in the selectors of a claim, of a template or of a device class, which it compiles when they are written.
 * Source: infrastructure.md 2.4; k8s.io/dynamic-resource-allocation cel/compile.go: one variable `device`, the result a bool or of unknown type.
 */
export function deviceSelectorProblems(manifest: Manifest): Problem[] {
  // Manifests are what users wrote, not what types promise.
  const paths = isJsonObject(manifest) && typeof manifest.kind === 'string' && Object.hasOwn(SELECTORS, manifest.kind) ? SELECTORS[manifest.kind] : [];
  return paths.flatMap((path) => [...itemsAt(manifest, [...path, '*'])]).flatMap(([at, selector]) => {
    if (!isJsonObject(selector) || !isJsonObject(selector.cel)) return [];
    const { expression = '' } = selector.cel;
    const problem = typeof expression === 'string' ? selectorProblem(expression) : undefined;
    if (problem === undefined) return [];
    return [{
      rule: RULE, path: [...at, 'cel', 'expression'], message: `the selector does not compile: ${problem}`, fix: 'write an expression over device that is true or false, for example device.attributes["gpu.nvidia.com"].productName == "NVIDIA H100 80GB HBM3"',
    }];
  });
}

const known = new BoundedMemo<string, string | undefined>(1000);

/** Why an expression is no selector. */
export function selectorProblem(expression: string): string | undefined {
  return known.get(expression, compiled);
}

function compiled(expression: string): string | undefined {
  try {
    const parsed = parseCel(expression);
    new Compiler(['device']).compile(parsed);
    const type = staticType(parsed, new Map([['device', 'device']]));
    return type === 'bool' || type === 'any' ? undefined : `it is of type ${type}, not bool`;
  } catch (error) {
    // Lists as attributes need a feature gate of the cluster (DRAListTypeAttributes), and with it there is a function for them.
    if (error instanceof CelSyntaxError) return error.message.includes("'includes'") ? undefined : error.message;
    if (error instanceof RangeError) return 'it is too long';
    throw error;
  }
}

function* itemsAt(value: unknown, [step, ...rest]: JsonPath, at: JsonPath = []): Iterable<[JsonPath, unknown]> {
  if (step === undefined) {
    yield [at, value];
  } else if (step === '*') {
    if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* itemsAt(item, rest, [...at, i]);
  } else if (isJsonObject(value)) {
    yield* itemsAt(value[step], rest, [...at, step]);
  }
}
