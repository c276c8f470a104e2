import { UNSURE } from './unsure';

const [NEWLINE, SPACE, HASH, DASH] = [...'\n #-'].map((char) => char.charCodeAt(0));

/** A place in a text that is read line by line: on the first character of a line's content, or behind a dash or colon. */
export class YamlCursor {
  protected pos = 0;
  /** Column of `pos` where a node may start there; -1 at the end. */
  protected column = 0;
  private colon = -1;
  private colonSince = 0;

  constructor(protected readonly text: string) {}

  /** Goes to the next line with content, from the start of a line. */
  protected nextLine(start: number): void {
    const { text } = this;
    let at = start;
    for (;;) {
      const line = at;
      while (text.charCodeAt(at) === SPACE) at++;
      const code = text.charCodeAt(at);
      if (code !== NEWLINE && code !== HASH) {
        if (at === line) this.refuseMarker(at);
        this.pos = at;
        this.column = at < text.length ? at - line : -1;
        return;
      }
      at = this.lineEnd(at) + 1;
    }
  }

  /** `---` and `...` end a document wherever they stand in column 0. */
  protected refuseMarker(at: number): void {
    if ((this.text.startsWith('---', at) || this.text.startsWith('...', at)) && this.isSpaceOrEnd(at + 3)) throw UNSURE;
  }

  protected lineEnd(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end;
  }

  /** The next colon, wherever that is: remembered, since a text may have few of them. */
  protected colonFrom(from: number): number {
    if (from > this.colon || from < this.colonSince) {
      const at = this.text.indexOf(':', from);
      this.colon = at < 0 ? this.text.length : at;
      this.colonSince = from;
    }
    return this.colon;
  }

  protected skipSpaces(from: number): number {
    let at = from;
    while (this.text.charCodeAt(at) === SPACE) at++;
    return at;
  }

  /** Whether nothing but a comment follows on the line; the comment needs a space before it. */
  protected restIsEmpty(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return at >= this.text.length || code === NEWLINE || (code === HASH && this.text.charCodeAt(at - 1) === SPACE);
  }

  /** Goes on behind a value that has to end its line. */
  protected endLine(from: number): void {
    const at = this.skipSpaces(from);
    if (!this.restIsEmpty(at)) throw UNSURE;
    this.nextLine(this.lineEnd(at) + 1);
  }

  protected isSpaceOrEnd(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code === SPACE || code === NEWLINE || at >= this.text.length;
  }

  protected isDash(): boolean {
    return this.text.charCodeAt(this.pos) === DASH && this.isSpaceOrEnd(this.pos + 1);
  }

  /** The text between two positions, without spaces at its end; other white space belongs to the text. */
  protected trimmed(from: number, to: number): string {
    let end = to;
    while (end > from && this.text.charCodeAt(end - 1) === SPACE) end--;
    return this.text.slice(from, end);
  }
}
