/* eslint-disable no-bitwise -- addresses are bits */
/** An IP address. */
export class Ip {
  /**
   * As Kubernetes reads addresses in CEL: no zone, no IPv4 in IPv6, no leading zeros.
   *
   * @returns undefined when the text is none
   */
  static parse(text: string): Ip | undefined {
    const v4 = bytesOfV4(text);
    if (v4) return new Ip(v4);
    const v6 = bytesOfV6(text);
    if (!v6) return undefined;
    const isMapped = v6.slice(0, 10).every((byte) => byte === 0) && v6[10] === 255 && v6[11] === 255;
    return isMapped ? undefined : new Ip(v6);
  }

  readonly typeName: string = 'net.IP';

  constructor(readonly bytes: readonly number[]) {}

  get family(): 4 | 6 {
    return this.bytes.length === 4 ? 4 : 6;
  }

  get isUnspecified(): boolean {
    return this.bytes.every((byte) => byte === 0);
  }

  get isLoopback(): boolean {
    return this.family === 4 ? this.bytes[0] === 127 : this.bytes.every((byte, i) => byte === (i === 15 ? 1 : 0));
  }

  get isLinkLocalMulticast(): boolean {
    const [a, b, c] = this.bytes;
    return this.family === 4 ? a === 224 && b === 0 && c === 0 : a === 0xff && (b & 0x0f) === 2;
  }

  get isLinkLocalUnicast(): boolean {
    const [a, b] = this.bytes;
    return this.family === 4 ? a === 169 && b === 254 : a === 0xfe && (b & 0xc0) === 0x80;
  }

  get isGlobalUnicast(): boolean {
    const [a] = this.bytes;
    const isMulticast = this.family === 4 ? (a & 0xf0) === 0xe0 : a === 0xff;
    const isBroadcast = this.family === 4 && this.bytes.every((byte) => byte === 255);
    return !isMulticast && !isBroadcast && !this.isUnspecified && !this.isLoopback && !this.isLinkLocalUnicast;
  }

  equals(other: object): boolean {
    return other instanceof Ip && !(other instanceof Cidr) && this.bytes.join() === other.bytes.join();
  }

  /** The canonical text: RFC 5952 for IPv6. */
  toString(): string {
    if (this.family === 4) return this.bytes.join('.');
    const groups = Array.from({ length: 8 }, (_, i) => this.bytes[2 * i] * 256 + this.bytes[2 * i + 1]);
    let [start, length] = [-1, 1];
    for (let i = 0; i < 8; i++) {
      let end = i;
      while (end < 8 && groups[end] === 0) end++;
      if (end - i > length) [start, length] = [i, end - i];
    }
    const hex = groups.map((group) => group.toString(16));
    return start < 0 ? hex.join(':') : `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
  }
}

/** A range of IP addresses. */
export class Cidr {
  /** @returns undefined when the text is none */
  static parse(text: string): Cidr | undefined {
    const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
    const ip = match ? Ip.parse(match[1]) : undefined;
    return ip && Number(match![2]) <= ip.bytes.length * 8 ? new Cidr(ip, Number(match![2])) : undefined;
  }

  readonly typeName = 'net.CIDR';

  constructor(readonly ip: Ip, readonly prefixLength: number) {}

  /** The range with the bits below the prefix cleared. */
  masked(): Cidr {
    const bytes = this.ip.bytes.map((byte, i) => {
      const bits = Math.min(8, Math.max(0, this.prefixLength - 8 * i));
      return byte & (0xff << (8 - bits)) & 0xff;
    });
    return new Cidr(new Ip(bytes), this.prefixLength);
  }

  containsIp(ip: Ip): boolean {
    if (ip.family !== this.ip.family) return false;
    return new Cidr(ip, this.prefixLength).masked().ip.equals(this.masked().ip);
  }

  containsCidr(other: Cidr): boolean {
    return other.prefixLength >= this.prefixLength && this.containsIp(other.ip);
  }

  equals(other: object): boolean {
    return other instanceof Cidr && other.prefixLength === this.prefixLength && other.ip.equals(this.ip);
  }

  toString(): string {
    return `${this.ip}/${this.prefixLength}`;
  }
}

function bytesOfV4(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined;
  return parts.map(Number);
}

function bytesOfV6(text: string): number[] | undefined {
  if (text.length > 45 || !/^[0-9a-fA-F:.]+$/.test(text) || /:::/.test(text) || text.split('::').length > 2) return undefined;
  const [head, tail] = text.split('::');
  const groups = (part: string | undefined, isLast: boolean): number[] | undefined => {
    if (part === undefined || part === '') return [];
    const bytes: number[] = [];
    const words = part.split(':');
    for (const [i, word] of words.entries()) {
      const v4 = isLast && i === words.length - 1 && word.includes('.') ? bytesOfV4(word) : undefined;
      if (v4) bytes.push(...v4);
      else if (/^[0-9a-fA-F]{1,4}$/.test(word)) bytes.push(parseInt(word, 16) >> 8, parseInt(word, 16) & 0xff);
      else return undefined;
    }
    return bytes;
  };
  const before = groups(head, tail === undefined);
  const after = groups(tail, true);
  if (!before || !after) return undefined;
  if (tail === undefined) return before.length === 16 ? before : undefined;
  const missing = 16 - before.length - after.length;
  return missing >= 2 ? [...before, ...new Array<number>(missing).fill(0), ...after] : undefined;
}
