import { Url } from './url';

type Check = (text: string) => string[];

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[-+]\d{2}:\d{2})$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A name that may still grow: a trailing dash counts as if something followed. */
const prefixOf = (check: Check): Check => (text) => check(text.endsWith('-') ? `${text.slice(0, -1)}a` : text);

const shaped = (pattern: RegExp, longest: number, what: string): Check => (text) => [
  ...text.length > longest ? [`must be no more than ${longest} characters`] : [],
  ...pattern.test(text) ? [] : [what],
];

const label = shaped(LABEL, 63, 'a lowercase RFC 1123 label must consist of lower case alphanumeric characters or \'-\', and must start and end with an alphanumeric character');
const subdomain = shaped(SUBDOMAIN, 253, 'a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, \'-\' or \'.\', and must start and end with an alphanumeric character');
const label1035 = shaped(LABEL_1035, 63, 'a DNS-1035 label must consist of lower case alphanumeric characters or \'-\', start with an alphabetic character, and end with an alphanumeric character');

const qualifiedName: Check = (text) => {
  const parts = text.split('/');
  if (parts.length > 2) return ['a qualified name must consist of alphanumeric characters, \'-\', \'_\' or \'.\', with an optional DNS subdomain prefix and \'/\''];
  const name = shaped(QUALIFIED, 63, 'name part must consist of alphanumeric characters, \'-\', \'_\' or \'.\', and must start and end with an alphanumeric character');
  return [...parts.length === 2 ? subdomain(parts[0]).map((problem) => `prefix part ${problem}`) : [], ...name(parts[parts.length - 1])];
};

/** The formats that rules can name. Source: kubernetes/apiserver, pkg/cel/library/format.go. */
const FORMATS: { readonly [name: string]: Check } = {
  dns1123Label: label,
  dns1123Subdomain: subdomain,
  dns1035Label: label1035,
  qualifiedName,
  dns1123LabelPrefix: prefixOf(label),
  dns1123SubdomainPrefix: prefixOf(subdomain),
  dns1035LabelPrefix: prefixOf(label1035),
  labelValue: shaped(LABEL_VALUE, 63, 'a valid label must be an empty string or consist of alphanumeric characters, \'-\', \'_\' or \'.\', and must start and end with an alphanumeric character'),
  uri: (text) => (Url.parse(text) ? [] : [`"${text}" is no valid URI`]),
  uuid: (text) => (UUID.test(text) ? [] : ['does not match the UUID format']),
  byte: (text) => (BASE64.test(text) ? [] : ['invalid base64']),
  date: (text) => (DATE.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? [] : ['invalid date']),
  datetime: (text) => (DATE_TIME.test(text) && !Number.isNaN(Date.parse(text)) ? [] : ['invalid datetime']),
};

export const FORMAT_NAMES = Object.keys(FORMATS);

/** A named format, which tells what is wrong with a text. */
export class NamedFormat {
  /** @returns undefined when there is none of this name */
  static named(name: string): NamedFormat | undefined {
    return Object.hasOwn(FORMATS, name) ? new NamedFormat(name) : undefined;
  }

  readonly typeName = 'kubernetes.NamedFormat';

  private constructor(private readonly name: string) {}

  /** What is wrong with a text; empty when nothing is. */
  problems(text: string): string[] {
    return FORMATS[this.name](text);
  }

  equals(other: object): boolean {
    return other instanceof NamedFormat && other.name === this.name;
  }
}
