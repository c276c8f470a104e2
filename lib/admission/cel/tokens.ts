import { CelSyntaxError } from './syntax';

/** A word of CEL. */
export type Token =
  | { readonly sort: 'name' | 'quotedName' | 'mark' | 'end'; readonly text: string }
  | { readonly sort: 'int' | 'uint'; readonly text: string; readonly value: bigint }
  | { readonly sort: 'double'; readonly text: string; readonly value: number }
  | { readonly sort: 'string'; readonly text: string; readonly value: string }
  | { readonly sort: 'bytes'; readonly text: string; readonly value: Uint8Array };

const SPACE = /(?:[ \t\r\n\f]+|\/\/[^\n]*)+/y;
const NUMBER = /0[xX][0-9a-fA-F]+[uU]?|(?:\d*\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)|\d+[uU]?/y;
const STRING = /([rRbB]{0,2})("""|'''|"|')/y;
const NAME = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const QUOTED_NAME = /`([a-zA-Z0-9_.\-/ ]+)`/y;
const MARK = /&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()[\]{}]/y;

const ESCAPES: { readonly [letter: string]: string } = {
  'a': '\x07', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v', '\\': '\\', '?': '?', '"': '"', "'": "'", '`': '`',
};
const ESCAPE = /\\(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([abfnrtv\\?"'`]))/y;

/**
 * The words of an expression, with one of sort `end` last.
 *
 * @throws CelSyntaxError
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at += match[0].length;
    return match;
  };
  while (at < text.length) {
    if (take(SPACE)) continue;
    const start = at;
    const string = take(STRING);
    if (string) {
      const end = closing(text, at, string[2], /r/i.test(string[1]));
      tokens.push(literal(string[1].toLowerCase(), text.slice(at, end), start));
      at = end + string[2].length;
      continue;
    }
    const number = take(NUMBER);
    if (number) {
      tokens.push(numeral(number[0]));
      continue;
    }
    const name = take(NAME);
    const quoted = name ? null : take(QUOTED_NAME);
    const mark = name || quoted ? null : take(MARK);
    if (name) tokens.push({ sort: 'name', text: name[0] });
    else if (quoted) tokens.push({ sort: 'quotedName', text: quoted[1] });
    else if (mark) tokens.push({ sort: 'mark', text: mark[0] });
    else throw new CelSyntaxError(`unexpected '${text[at]}' at ${at}`);
  }
  tokens.push({ sort: 'end', text: 'the end' });
  return tokens;
}

/** Where a string that begins at `from` ends. */
function closing(text: string, from: number, quote: string, raw: boolean): number {
  for (let at = from; at < text.length; at++) {
    if (text.startsWith(quote, at)) return at;
    if (text[at] === '\\' && !raw) at++;
    else if (text[at] === '\n' && quote.length === 1) break;
  }
  throw new CelSyntaxError(`the string at ${from} has no end`);
}

function literal(prefix: string, body: string, at: number): Token {
  const isBytes = prefix.includes('b');
  if (isBytes) return { sort: 'bytes', text: body, value: bytesOf(body, prefix.includes('r'), at) };
  if (prefix.includes('r') || !body.includes('\\')) return { sort: 'string', text: body, value: body };
  let value = '';
  eachEscape(body, at, (plain) => (value += plain), (code) => (value += String.fromCodePoint(code)));
  return { sort: 'string', text: body, value };
}

/** In bytes `\xHH` and octal escapes are bytes, everything else is UTF-8. */
function bytesOf(body: string, raw: boolean, at: number): Uint8Array {
  if (raw) return Buffer.from(body, 'utf8');
  const parts: Uint8Array[] = [];
  eachEscape(body, at, (plain) => parts.push(Buffer.from(plain, 'utf8')), (code, isByte) => {
    parts.push(isByte ? Uint8Array.of(code) : Buffer.from(String.fromCodePoint(code), 'utf8'));
  });
  return Buffer.concat(parts);
}

function eachEscape(body: string, at: number, plain: (text: string) => void, escape: (code: number, isByte: boolean) => void): void {
  let from = 0;
  for (let i = body.indexOf('\\'); i >= 0; i = body.indexOf('\\', from)) {
    plain(body.slice(from, i));
    ESCAPE.lastIndex = i;
    const match = ESCAPE.exec(body);
    if (!match) throw new CelSyntaxError(`unknown escape in the string at ${at}`);
    const [all, byte, short, long, octal, letter] = match;
    const code = letter ? ESCAPES[letter].charCodeAt(0) : octal ? parseInt(octal, 8) : parseInt(byte ?? short ?? long, 16);
    if (code > 0x10ffff) throw new CelSyntaxError(`no such character in the string at ${at}`);
    escape(code, Boolean(byte ?? octal));
    from = i + all.length;
  }
  plain(body.slice(from));
}

function numeral(text: string): Token {
  const isHex = /^0x/i.test(text);
  if (!isHex && /[.eE]/.test(text)) return { sort: 'double', text, value: Number(text) };
  const unsigned = /u$/i.test(text);
  return { sort: unsigned ? 'uint' : 'int', text, value: BigInt(unsigned ? text.slice(0, -1) : text) };
}
