import { TypeGenerator } from 'json2jsii';

const known = new Map<string, string>();

/** The name that json2jsii gives a key, asked of json2jsii itself: it renders a struct with that one key. */
export function camelCase(key: string): string {
  let name = known.get(key);
  if (name === undefined) {
    const rendered = TypeGenerator.forStruct('Probe', { properties: { [key]: { type: 'string' } } }, { toJson: false }).render();
    name = /readonly (\S+)\?:/.exec(rendered)?.[1];
    if (!name || !/^[a-z][A-Za-z0-9]*_?$/.test(name)) throw new Error(`json2jsii makes '${name}' of the key '${key}', which jsii refuses`);
    known.set(key, name);
  }
  return name;
}

/** `spec`, `podTemplate` → `SpecPodTemplate`: how json2jsii joins a path into the name of a struct. */
export function pascalCase(words: readonly string[]): string {
  return TypeGenerator.normalizeTypeName(words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(''));
}
