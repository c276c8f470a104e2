const [QUOTE, COLON, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [...'":\\[]{}'].map((char) => char.charCodeAt(0));
const [NEWLINE, RETURN, TAB, SPACE] = [...'\n\r\t '].map((char) => char.charCodeAt(0));

/** The keys that stand in a JSON text, equal ones included. */
export function keysInText(json: string): number {
  let count = 0;
  for (let i = json.indexOf('"'); i >= 0; i = json.indexOf('"', i)) {
    i = behindString(json, i);
    if (json.charCodeAt(behindSpace(json, i)) === COLON) count++;
  }
  return count;
}

/** Where keys of a JSON text stand for a second time in their object: characters from the start, ascending. */
export function duplicateJsonKeys(json: string): number[] {
  const found: number[] = [];
  /** The keys of each object that is open; undefined for a list. */
  const open: Array<Set<string> | undefined> = [];
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (code === OPEN_MAP) {
      open.push(new Set());
    } else if (code === OPEN_LIST) {
      open.push(undefined);
    } else if (code === CLOSE_MAP || code === CLOSE_LIST) {
      open.pop();
    } else if (code === QUOTE) {
      const end = behindString(json, i);
      if (json.charCodeAt(behindSpace(json, end)) === COLON) {
        const key = JSON.parse(json.slice(i, end)) as string;
        const keys = open[open.length - 1];
        if (keys?.has(key)) found.push(i);
        keys?.add(key);
      }
      i = end - 1;
    }
  }
  return found;
}

/** The position behind the string whose first quote is at `from`. */
function behindString(json: string, from: number): number {
  let at = from + 1;
  for (; json.charCodeAt(at) !== QUOTE; at++) if (json.charCodeAt(at) === BACKSLASH) at++;
  return at + 1;
}

function behindSpace(json: string, from: number): number {
  let at = from;
  for (let code = json.charCodeAt(at); code === SPACE || code === NEWLINE || code === RETURN || code === TAB;) code = json.charCodeAt(++at);
  return at;
}
