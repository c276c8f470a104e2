import { parse } from 'yaml';
import { camelCase, pascalCase } from './camel-case';
import { compare } from './component-schemas';
import { Enum, Place, placeText, Struct } from './types';

const HEADER = `# Written by \`npx projen import\`: the names of shapes in lib/crds and the place that each is named after.
# A name here is kept as long as its place exists, whatever else is imported; removing a line renames a type.
`;
/** jsii takes interfaces of such names for behavioural ones. */
const LOOKS_BEHAVIOURAL = /^I[A-Z]/;

type Names = { [component: string]: { [name: string]: string } };

/** The committed names of shapes: component → name → place. Without it, a new place with a shorter path would rename a shape. */
export class NameLock {
  private readonly before: Names;
  private readonly after: Names = {};

  constructor(text: string | undefined) {
    this.before = (text && parse(text) as Names | null) || {};
  }

  /** A name for each type; `taken` are the classes and their props. */
  assign(component: string, types: readonly (Struct | Enum)[], taken: ReadonlySet<string>): Map<Struct | Enum, string> {
    const locked = new Map(Object.entries(this.before[component] ?? {}).map(([name, place]) => [place, name]));
    const names = new Map<Struct | Enum, string>();
    const used = new Set(taken);
    const open: { type: Struct | Enum; places: Place[] }[] = [];
    for (const type of types) {
      const places = [...type.places].sort(byCanonicalPlace);
      const place = places.find((each) => locked.has(placeText(each)));
      const name = place && locked.get(placeText(place))!;
      if (place && name && !used.has(name)) {
        this.take(component, names, used, type, name, place);
      } else {
        open.push({ type, places });
      }
    }
    open.sort((a, b) => byCanonicalPlace(a.places[0], b.places[0]));
    for (const { type, places } of open) {
      const place = places.find((each) => !used.has(nameOf(each)));
      if (!place) throw new Error(`${component}: all names of ${placeText(places[0])} are taken (${nameOf(places[0])})`);
      this.take(component, names, used, type, nameOf(place), place);
    }
    return names;
  }

  render(): string {
    const components = Object.keys(this.after).sort(compare).map((component) => {
      const lines = Object.entries(this.after[component]).sort(([a], [b]) => compare(a, b)).map(([name, place]) => `  ${name}: ${place}`);
      return `${component}:\n${lines.join('\n')}\n`;
    });
    return HEADER + components.join('');
  }

  private take(component: string, names: Map<Struct | Enum, string>, used: Set<string>, type: Struct | Enum, name: string, place: Place): void {
    names.set(type, name);
    used.add(name);
    (this.after[component] ??= {})[name] = placeText(place);
  }
}

/** The canonical place: shortest path first, then the preferred version, then by the alphabet. */
function byCanonicalPlace(a: Place, b: Place): number {
  return a.path.length - b.path.length || Number(b.preferred) - Number(a.preferred) || compare(placeText(a), placeText(b));
}

/** As json2jsii names it: the class and the path. */
function nameOf(place: Place): string {
  return structName([place.className, ...place.path.filter((step) => step !== '[]' && step !== '{}').map((key) => camelCase(key).replace(/_$/, ''))]);
}

export function structName(words: readonly string[]): string {
  const name = pascalCase(words);
  return LOOKS_BEHAVIOURAL.test(name) ? `${name.charAt(0)}${name.charAt(1).toLowerCase()}${name.slice(2)}` : name;
}
