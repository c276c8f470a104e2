import { CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import * as fc from 'fast-check';
import { evaluate, plain } from './evaluate';
import { valueOf } from './values';
import { bind } from '../../../lib/admission/cel/bind';
import { UnlikeSchema } from '../../../lib/admission/cel/failure';
import { Value } from '../../../lib/admission/cel/value';
import { componentSchema, registryEntries } from '../../../lib/facts/schemas/registry';
import { Schema } from '../../../lib/facts/schemas/schema';

interface Judged {
  readonly component: string;
  readonly rule: string;
  readonly schema: Schema;
  readonly shapes: { readonly [id: string]: Schema };
}

/** Every rule once, with a node that has it. */
function everyRule(): Judged[] {
  const found = new Map<string, Judged>();
  for (const { component, version } of registryEntries()) {
    const { kinds, shapes } = componentSchema(component, version);
    const visit = (schema: Schema): void => {
      for (const { rule } of schema.cel ?? []) found.set(`${component} ${rule}`, { component, rule, schema, shapes });
      for (const child of [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties]) {
        if (typeof child === 'object') visit(child);
      }
    };
    for (const schema of [...kinds.map((kind) => kind.schema), ...Object.values(shapes)]) if (schema) visit(schema);
  }
  return [...found.values()];
}

/** What the other implementation does not have: Kubernetes' functions, and optionals; and it takes '' for a duration, which Go does not. */
const OURS_ALONE = /quantity\(|isIP\(|hasValue\(|duration\(/;

/** The other implementation knows no escapes: keys are there under both names. */
function escaped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  const keys = (key: string) => (key === 'namespace' ? [key, '__namespace__'] : [key]);
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => keys(key).map((name): [string, unknown] => [name, escaped(item)])));
}

test('another implementation of CEL judges values by the rules as we do', () => {
  const env = celEnv({ funcs: strings });
  const counts = { rules: 0, held: 0, refused: 0, failed: 0 };
  for (const { rule, schema, shapes } of everyRule().filter((candidate) => !OURS_ALONE.test(candidate.rule))) {
    const theirs = plan(env, parse(rule));
    const isTransition = rule.includes('oldSelf');
    counts.rules++;
    fc.assert(fc.property(valueOf(schema, shapes, 0), valueOf(schema, shapes, 0), (value, old) => {
      let variables: { readonly [name: string]: Value };
      let input: { readonly [name: string]: unknown };
      try {
        variables = { self: bind(value, schema, shapes), ...isTransition && { oldSelf: bind(old, schema, shapes) } };
        input = Object.fromEntries(Object.entries(variables).map(([name, bound]) => [name, escaped(plain(bound))]));
      } catch (error) {
        if (error instanceof UnlikeSchema) return;
        throw error;
      }
      const mine = evaluate(rule, variables);
      const other = theirs(input as Record<string, CelInput>);
      if (isCelError(other)) counts.failed++;
      else counts[other === true ? 'held' : 'refused']++;
      expect(mine).toEqual(isCelError(other) ? { error: expect.any(String) } : other);
    }), { numRuns: 25 });
  }
  process.stdout.write(`rules judged by two implementations: ${JSON.stringify(counts)}\n`);
  expect(counts.rules).toBeGreaterThan(120);
});
