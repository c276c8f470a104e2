import { BoundedMemo } from './bounded-memo';

/** A credential that stands in a text. */
export interface TextCredential {
  /** Never to be shown. */
  readonly value: string;
  /** Where it stands: characters from the start. */
  readonly index: number;
  /** Why it is taken for one, as a clause. */
  readonly why: string;
}

/** A sort of text that holds a credential. All lengths are bounded, so a text is searched in linear time. */
interface Form {
  readonly pattern: RegExp;
  /** Group of the pattern that is the credential. */
  readonly group: number;
  /** Group that names it; such a text is only one where the name is that of a credential. */
  readonly name?: number;
  readonly why: string;
  readonly isSecret: (value: string) => boolean;
}

/** Nothing shorter holds one: `PASSWORD=x1y2z3`. */
const SHORTEST = 14;

/** Shorter values are settings; and of what is only called a token, those that are shorter than a random one. */
const [SHORTEST_VALUE, LONG] = [6, 16];

const DASH = '-'.charCodeAt(0);
const LONGEST_FLAG = 100;

/**
 * What every text with a credential has. Asked of every string of every manifest, so it is one expression: over the 10,000 strings of
 * upstream-examples that are long enough it takes 3 ms, twice what a search for three words takes, and lets 44 of them through.
 */
const HINT = new RegExp([
  '(?:uthorization|assw(?:or)?d|assphrase|oken|ecret|[Kk]ey|equirepass|ASSWO?R?D|ASSPHRASE|OKEN|ECRET|KEY)\\\\?[\'"]?[=: ]',
  '://[^\\s/@]{0,300}@', 'curl ', 'hooks\\.slack', '"auth"',
  'hf_', 'nvapi-', '-----BEGIN ', 'LS0tLS1CRUdJTi', 'AKIA', 'ASIA', 'gh[opsur]_', 'github_pat_', 'glpat-', 'xox[abeprs]-', 'eyJ', 'sk-', 'AIza',
].join('|'));

/**
 * Tokens of services, by the prefixes that they publish. A token of Hugging Face has 34 letters and digits; twelve keep names of packages and
 * modules out (`hf_transfer`). The keys in the documentation of AWS end in EXAMPLE.
 */
const TOKEN = new RegExp(`(?<![A-Za-z0-9_])(?:${[
  'hf_[A-Za-z0-9]{12,200}', 'nvapi-[\\w-]{8,200}', '(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}(?![A-Z0-9])', 'gh[opsur]_[A-Za-z0-9]{30,255}',
  'github_pat_\\w{22,255}', 'glpat-[\\w-]{20,255}', 'xox[abeprs]-[\\w-]{10,255}', 'sk-(?:proj|ant|svcacct)-[\\w-]{20,255}', '(?<!-)sk-[A-Za-z0-9]{32,255}',
  'AIza[\\w-]{35}(?![\\w-])', 'hooks\\.slack\\.com/services/T\\w{6,20}/B\\w{6,20}/\\w{16,40}',
  // A JSON Web Token: three parts, of which two are JSON.
  'eyJ[\\w-]{10,4000}\\.eyJ[\\w-]{2,8000}\\.[\\w-]{10,2000}',
].join('|')})`, 'g');

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]{0,40}PRIVATE KEY-----|[\s\S]*$)/g;

/** A private key in base64, as in `client-key-data`; a certificate begins in the same way. */
const ENCODED_KEY = /LS0tLS1CRUdJTi[A-Za-z0-9+/=]{20,}/g;
const ENCODED_BEGIN = 80;

const BY_FORM = 'it has the form of a token or private key';
const always = () => true;

const FORMS: readonly Form[] = [
  { pattern: TOKEN, group: 0, why: BY_FORM, isSecret: always },
  { pattern: PRIVATE_KEY, group: 0, why: BY_FORM, isSecret: always },
  { pattern: ENCODED_KEY, group: 0, why: BY_FORM, isSecret: (value) => /PRIVATE KEY/.test(Buffer.from(value.slice(0, ENCODED_BEGIN), 'base64').toString('latin1')) },
  // `image:tag@sha256:…` is no password.
  { pattern: /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/?#@:"'<>]{0,200}:([^\s/?#@"'<>]{1,500})@(?!sha\d)[\w[.$-]/gi, group: 1, why: 'a URL holds a password', isSecret: isWritten },
  {
    pattern: /(?<![\w-])(?:proxy-)?authorization\\?["']?[ \t]{0,4}[:=][ \t]{0,4}\\?["']?(?:bearer|basic|token)[ \t]{1,4}([^\s"'\\,]{8,4000})/gi,
    group: 1,
    why: 'a header holds it',
    isSecret: isWritten,
  },
  { pattern: /(?<![\w-])(?:x-)?api-?key[ \t]{0,4}:[ \t]{0,4}([^\s"'\\,]{8,500})/gi, group: 1, why: 'a header holds it', isSecret: looksRandom },
  { pattern: /(?<!\w)curl(?=[ \t])[^\n;|]{0,500}?[ \t](?:-u|--user)[= \t]{1,4}["']?[^\s:"'$<]{1,100}:([^\s"']{6,200})/g, group: 1, why: 'a user of curl has a password', isSecret: isWritten },
  // Access to a registry, as docker writes it.
  { pattern: /\\?"auth\\?"[ \t]{0,8}:[ \t]{0,8}\\?"([A-Za-z0-9+/]{8,4000}={0,2})\\?"/g, group: 1, why: 'it gives access to a registry', isSecret: isWritten },
  { pattern: /(?<![\w-])(--?([\w.-]{1,80}))=["']?([^\s"'`]{6,2000})/g, group: 3, name: 1, why: '', isSecret: isWritten },
  // Prose speaks of flags too: "the --token argument".
  { pattern: /(?<![\w-])(--?([\w.-]{1,80}))[ \t]{1,4}["']?([^\s"'`-][^\s"'`]{5,2000})/g, group: 3, name: 1, why: '', isSecret: looksRandom },
  { pattern: /(?<![\w.$-])([A-Z][A-Z0-9_]{2,80})=["']?([^\s"'`]{6,2000})/g, group: 2, name: 1, why: '', isSecret: isWritten },
  // JSON, also within a text of JSON; lines of YAML, of properties and of programs.
  { pattern: /\\?"([\w.-]{1,80})\\?"[ \t]{0,8}:[ \t]{0,8}\\?"([^"\\\s]{6,2000})\\?"/g, group: 2, name: 1, why: '', isSecret: isWritten },
  { pattern: /^[ \t-]{0,80}[\w./:]{0,80}?["']?([\w.-]{1,80})["']?[ \t]{0,8}[:=][ \t]{0,8}(["'])([^"'\s]{6,2000})\2[ \t,;]{0,8}\r?$/gm, group: 3, name: 1, why: '', isSecret: isWritten },
  { pattern: /^[ \t-]{0,80}(?:\/\/[\w./:-]{0,80}:)?([\w.-]{1,80})[ \t]{0,8}[:=][ \t]{0,8}([^\s"'`(){}[\]]{6,2000})[ \t]{0,8}\r?$/gm, group: 2, name: 1, why: '', isSecret: looksRandom },
];

/** Names that hold credentials whatever stands before them, in words. */
const NAMES = new Set(['password', 'passwd', 'passphrase', 'apikey', 'requirepass']);

/** Answers that were given: manifests have few names of fields. */
const answers = new BoundedMemo<string, boolean>(5_000);

/** Words that make a key, token or secret one that is secret: `pad_token` is none, and `secret` may be the name of a Secret. */
const SECRET_BEFORE = new Map([
  ['key', words('api secret access encryption signing master')],
  ['secret', words('client jwt webhook shared session app')],
  ['token', words('access auth api bearer refresh bot oauth session hf ngc hub huggingface github gitlab gh wandb slack registry')],
]);

/** References, templates and what a program fills in; what stands for a value in instructions. */
const NO_VALUE = new RegExp([
  '\\$[({\\w]', '`', '\\{\\{', '%\\(', '%[sdv]', '^\\{[^}]*\\}', '<', '\\*{3}', '^[xX]{3,}', '\\.{3}', '…',
  '^(?:your|my|the|some|an?|insert|enter|replace|put|todo|fixme)(?:[-_. ]|$)',
  '^(?:empty|none|null|nil|true|false|undefined|unset|unused|not[-_]?used|dummy|fake|redacted|masked|placeholder|example|string|optional|required|enabled|disabled)$',
  // Names of credentials and places where they are.
  '(?:^|[-_./:])(?:token|key|password|passwd|secret|credential)s?$',
  '^(?:[.~]{0,2}/|\\w{1,20}://|(?:env|file|vault|ref\\+\\w+|secret|secretref):|ENC\\[|os\\.|process\\.env|self\\.|args\\.|config\\.|settings\\.)',
].join('|'), 'i');
const UPPER_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
const SOME_DIGITS = /\d\D*\d\D*\d/;
const CALL = /^[A-Za-z_][\w.]*[([]/;

/** Whether a text may hold a credential; nearly all hold none. */
export function mayHoldCredential(text: string): boolean {
  return text.length >= SHORTEST && HINT.test(text);
}

/** The credentials that stand in a text: by their form, or by what stands before them. */
export function credentialsIn(text: string): TextCredential[] {
  if (!mayHoldCredential(text)) return [];
  const found: TextCredential[] = [];
  for (const { pattern, group, name, why, isSecret } of FORMS) {
    for (const match of text.matchAll(pattern)) {
      // What ends a command is no part of it.
      const value = name === undefined ? match[group] : match[group].replace(/[;|&),]+$/, '');
      const named = name === undefined ? undefined : match[name];
      if (value === '' || !isSecret(value) || (named !== undefined && !isNamed(named, value))) continue;
      found.push({ value, index: match.index + match[0].lastIndexOf(value), why: named === undefined ? why : `${named} names a credential` });
    }
  }
  return found.length < 2 ? found : withoutOverlaps(found);
}

/** A text without the credentials that stand in it. */
export function redactCredentials(text: string, replacement: string): string {
  let redacted = '';
  let from = 0;
  for (const { value, index } of credentialsIn(text)) {
    redacted += text.slice(from, index) + replacement;
    from = index + value.length;
  }
  return from === 0 ? text : redacted + text.slice(from);
}

/** Whether a text is a flag whose value, the next text of a list, is a credential. */
export function isCredentialFlag(text: string): boolean {
  return text.charCodeAt(0) === DASH && text.length < LONGEST_FLAG && !text.includes('=') && namesSecret(text);
}

/** Whether a flag, a field or a variable of this name holds a credential, in any way of writing: `--api-key`, `clientSecret`, `HF_TOKEN`. */
function namesSecret(name: string): boolean {
  return answers.get(name, endsInCredential);
}

function endsInCredential(name: string): boolean {
  const parts = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase().split(/[-_.]+/).filter((word) => word !== '');
  const last = parts[parts.length - 1] ?? '';
  const before = parts[parts.length - 2];
  if (NAMES.has(last) || /^(?:\w{1,20})?password$/.test(last)) return true;
  return before === undefined ? last === 'token' : SECRET_BEFORE.get(last)?.has(before) ?? false;
}

/** Whether what stands under a name is a credential that is written out: `adminPassword: hunter2`. */
export function isNamedCredential(name: string, value: string): boolean {
  return value.length >= SHORTEST_VALUE && isNamed(name, value) && !/\s/.test(value) && isWritten(value);
}

function isNamed(name: string, value: string): boolean {
  // The tokens of a language model are words.
  return namesSecret(name) && (name !== 'token' || (value.length >= LONG && SOME_DIGITS.test(value) && looksRandom(value)));
}

/** Whether a value is written out: no reference, no template, no word that stands for a value, no name of a credential, no path of a file. */
function isWritten(value: string): boolean {
  return !UPPER_NAME.test(value) && !CALL.test(value) && !NO_VALUE.test(value);
}

/** The same of a value without quotes in a text that may be prose or a program: it has digits, as nearly all keys have. */
function looksRandom(value: string): boolean {
  return /\d/.test(value) && /[A-Za-z]/.test(value) && !/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(value) && isWritten(value);
}

/** In the order of the text; of two that overlap the first, and of two that start together the longer. */
function withoutOverlaps(found: TextCredential[]): TextCredential[] {
  let end = 0;
  return found
    .sort((a, b) => a.index - b.index || b.value.length - a.value.length)
    .filter(({ index, value }) => {
      if (index < end) return false;
      end = index + value.length;
      return true;
    });
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
