import { invalid } from './errors';

/**
 * An object of a file that users write, read strictly: every field by its name and type, and no other field.
 * Errors say where it is, what is there, why it cannot stand, and what to write.
 */
export class StrictFields {
  /**
   * @param path where the value stands: file and fields
   * @param fields every field that there is; the messages list them
   * @throws when the value is no object, or has another field
   */
  public static of(value: unknown, path: string, fields: readonly string[]): StrictFields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw invalid({ path, value: shown(value), reason: 'not an object', fix: `write an object with ${fields.join(', ')}` });
    }
    const unknown = Object.keys(value).find((key) => !fields.includes(key));
    if (unknown !== undefined) throw invalid({ path, value: `'${unknown}'`, reason: 'there is no such field', fix: `use ${fields.join(', ')}` });
    return new StrictFields(value as { readonly [key: string]: unknown }, path);
  }

  private constructor(
    private readonly fields: { readonly [key: string]: unknown },
    /** Where the object stands. */
    public readonly path: string,
  ) {}

  /** Whether a field is written; `null` counts as not written, as in Kubernetes. */
  public has(name: string): boolean {
    return this.fields[name] !== undefined && this.fields[name] !== null;
  }

  /** The value as it is. */
  public raw(name: string): unknown {
    return this.fields[name];
  }

  /** Where a field stands: `cluster.yaml: pools[0].name`. */
  public at(name: string): string {
    return this.path.includes(': ') ? `${this.path}.${name}` : `${this.path}: ${name}`;
  }

  /** The error about a field. */
  public wrong(name: string, reason: string, fix: string): Error {
    return invalid({ path: this.at(name), value: shown(this.fields[name]), reason, fix });
  }

  /** A string that says something. */
  public text(name: string): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.fields[name];
    if (typeof value === 'string' && value !== '') return value;
    throw this.wrong(name, 'not a text', `write it in quotes: ${name}: "${typeof value === 'number' ? value : '...'}"`);
  }

  /** A string that has to be there. */
  public requiredText(name: string, fix: string): string {
    const value = this.text(name);
    if (value === undefined) throw this.wrong(name, 'it is missing', fix);
    return value;
  }

  /** A boolean. */
  public flag(name: string): boolean | undefined {
    if (!this.has(name)) return undefined;
    const value = this.fields[name];
    if (typeof value === 'boolean') return value;
    throw this.wrong(name, 'neither true nor false', 'write true or false, without quotes');
  }

  /** A whole number of at least 1. */
  public count(name: string): number | undefined {
    if (!this.has(name)) return undefined;
    const value = this.fields[name];
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
    throw this.wrong(name, 'not a whole number of at least 1', 'write a whole number, without quotes');
  }

  /** A list; empty where it is not written. */
  public list(name: string): readonly unknown[] {
    if (!this.has(name)) return [];
    const value = this.fields[name];
    if (Array.isArray(value)) return value as unknown[];
    throw this.wrong(name, 'not a list', 'write a list');
  }

  /** A list of strings. */
  public texts(name: string): string[] | undefined {
    if (!this.has(name)) return undefined;
    return this.list(name).map((item, i) => {
      if (typeof item === 'string' && item !== '') return item;
      throw invalid({ path: `${this.at(name)}[${i}]`, value: shown(item), reason: 'not a text', fix: 'write it in quotes' });
    });
  }

  /** A map of strings, as labels are. */
  public map(name: string): { [key: string]: string } | undefined {
    if (!this.has(name)) return undefined;
    const value = this.fields[name];
    if (typeof value !== 'object' || Array.isArray(value)) throw this.wrong(name, 'not a map', 'write a map of names to texts');
    return Object.fromEntries(Object.entries(value as object).map(([key, item]) => {
      if (typeof item === 'string') return [key, item];
      throw invalid({ path: `${this.at(name)}.${key}`, value: shown(item), reason: 'not a text', fix: `write it in quotes: ${key}: "${String(item)}"` });
    }));
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
