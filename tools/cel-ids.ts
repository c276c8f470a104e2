/**
 * Numbers the CEL rules of the compact schemas: `lib/facts/cel-ids.json`. Known rules keep their number, new ones are appended, rules that
 * are gone keep their place.
 *
 *     npx projen cel-ids [--check]
 */
import * as fs from 'fs';
import * as path from 'path';
import { CelIdentity, CelIds, celIdentity, celIds } from '../lib/facts/cel-ids';
import { componentSchema, registryEntries } from '../lib/facts/schemas/registry';
import { Schema } from '../lib/facts/schemas/schema';

const FILE = path.join(__dirname, '..', 'lib', 'facts', 'cel-ids.json');

/** All rules of all versions of all components, in the order of the schema files. */
export function rulesOfSchemas(): CelIds {
  const rules: { [component: string]: CelIdentity[] } = {};
  for (const { component, version } of registryEntries()) {
    const { kinds, shapes } = componentSchema(component, version);
    for (const schema of [...kinds.map((kind) => kind.schema), ...Object.values(shapes)]) {
      if (schema) collect(schema, rules[component] ??= []);
    }
  }
  return rules;
}

/** The known list with what is new appended. */
export function numbered(known: CelIds, rules: CelIds): CelIds {
  const result: { [component: string]: CelIdentity[] } = {};
  for (const component of [...new Set([...Object.keys(known), ...Object.keys(rules)])].sort()) {
    const list = [...known[component] ?? []];
    const texts = new Set(list.map((rule) => JSON.stringify(celIdentity(rule))));
    for (const rule of rules[component] ?? []) {
      const text = JSON.stringify(rule);
      if (!texts.has(text)) list.push(rule);
      texts.add(text);
    }
    if (list.length) result[component] = list;
  }
  return result;
}

function collect(schema: Schema, into: CelIdentity[]): void {
  into.push(...(schema.cel ?? []).map(celIdentity));
  for (const child of [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties]) {
    if (typeof child === 'object') collect(child, into);
  }
}

if (require.main === module) {
  const text = `${JSON.stringify(numbered(fs.existsSync(FILE) ? celIds() : {}, rulesOfSchemas()), null, 1)}\n`;
  if (!process.argv.includes('--check')) {
    fs.writeFileSync(FILE, text);
  } else if (fs.readFileSync(FILE, 'utf8') !== text) {
    process.stderr.write('lib/facts/cel-ids.json lacks rules: npx projen cel-ids\n');
    process.exit(1);
  }
}
