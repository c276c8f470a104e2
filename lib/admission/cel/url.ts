import { Entries, List } from './value';
import { addTo } from '../../core/groups';

/** A URL as Go's url.ParseRequestURI reads it: absolute, or an absolute path. */
export class Url {
  /** @returns undefined when the text is none */
  static parse(text: string): Url | undefined {
    if (text === '' || /[\x00-\x20\x7f]/.test(text)) return undefined; // eslint-disable-line no-control-regex
    const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1];
    const rest = scheme === undefined ? text : text.slice(scheme.length + 1);
    if (!rest.startsWith('/')) return undefined;
    const [beforeQuery, ...query] = rest.split('?');
    // Without a scheme `//host` is a path, as in a request line.
    const authority = scheme !== undefined && beforeQuery.startsWith('//') ? /^\/\/([^/]*)/.exec(beforeQuery)![1] : '';
    const path = authority || (scheme !== undefined && beforeQuery.startsWith('//')) ? beforeQuery.slice(authority.length + 2) : beforeQuery;
    const host = authority.slice(authority.lastIndexOf('@') + 1);
    if (!/^(\[[0-9A-Fa-f:.%A-Za-z~_-]+\]|[^[\]:\\^`{|}<>"]*)(:\d*)?$/.test(host)) return undefined;
    if (/%(?![0-9A-Fa-f]{2})/.test(path) || /%(?![0-9A-Fa-f]{2})/.test(host)) return undefined;
    return new Url(text, (scheme ?? '').toLowerCase(), host, path, query.join('?'));
  }

  readonly typeName = 'kubernetes.URL';

  constructor(
    private readonly text: string, readonly scheme: string, readonly host: string, private readonly path: string, private readonly query: string,
  ) {}

  /** The host without port and brackets. */
  get hostname(): string {
    return this.host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  }

  get port(): string {
    return /:(\d*)$/.exec(this.host.replace(/^\[.*\]/, ''))?.[1] ?? '';
  }

  get escapedPath(): string {
    return this.path.replace(/[^A-Za-z0-9$&+,/:;=@\-_.~!'()*%[\]]/gu, (char) => encodeURIComponent(char));
  }

  /** Name to list of values. */
  get queryEntries(): Entries {
    const values = new Map<string, string[]>();
    for (const part of this.query.split('&')) {
      if (part === '' || part.includes(';')) continue;
      const [name, ...value] = part.split('=');
      const key = unescaped(name);
      const item = unescaped(value.join('='));
      if (key === undefined || item === undefined) continue;
      addTo(values, key, item);
    }
    const entries = new Entries();
    for (const [key, items] of values) entries.add(key, List.of(items));
    return entries;
  }

  equals(other: object): boolean {
    return other instanceof Url && other.text === this.text;
  }
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return undefined;
  }
}
