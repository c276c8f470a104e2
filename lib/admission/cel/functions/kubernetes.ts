import { CelFailure } from '../failure';
import { Cidr, Ip } from '../ip';
import { FORMAT_NAMES, NamedFormat } from '../named-format';
import { int } from '../operators';
import { QuantityValue } from '../quantity-value';
import { Semver } from '../semver';
import { Url } from '../url';
import { List, Optional, Value } from '../value';
import { quantityOf } from './conversions';
import { CelFunction, FunctionTable, Library, ofText } from './function';

const NANO = 1_000_000_000n;

/** `quantity(text)` and its like. */
const read = <T extends Value>(parse: (text: string) => T | undefined, what: string): CelFunction => ofText(0, (text) => {
  const value = parse(text);
  if (value === undefined) throw new CelFailure(`${JSON.stringify(text)} is no ${what}`);
  return value;
});
const isReadable = (parse: (text: string) => unknown): CelFunction => ofText(0, (text) => parse(text) !== undefined);

/** A method on one class, without arguments. */
const of = <T>(type: abstract new (...args: never[]) => T, body: (target: T) => Value): CelFunction => ([target, ...rest]) => (
  target instanceof type && !rest.length ? body(target) : undefined);

/** Comparing two quantities or two versions. */
const ordered = (test: (order: number) => Value): CelFunction => ([a, b, ...rest]) => {
  if (rest.length) return undefined;
  if (a instanceof QuantityValue && b instanceof QuantityValue) return test(a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0);
  return a instanceof Semver && b instanceof Semver ? test(a.compareTo(b)) : undefined;
};

const quantityMath = (body: (a: bigint, b: bigint) => bigint): CelFunction => ([a, b, ...rest]) => {
  const other = quantityOf(b);
  return a instanceof QuantityValue && other && !rest.length ? new QuantityValue(body(a.nanos, other.nanos)) : undefined;
};

const isWhole = (quantity: QuantityValue): boolean => {
  const units = quantity.nanos / NANO;
  return quantity.nanos % NANO === 0n && units >= -(2n ** 63n) && units < 2n ** 63n;
};

const semver = (body: (text: string, normalize: boolean) => Value): CelFunction => ([text, normalize = false, ...rest]) => (
  typeof text === 'string' && typeof normalize === 'boolean' && !rest.length ? body(text, normalize) : undefined);

const parsedSemver = (text: string, normalize: boolean): Semver => {
  const version = Semver.parse(text, normalize);
  if (!version) throw new CelFailure(`${JSON.stringify(text)} is no version`);
  return version;
};

const part = (index: number): CelFunction => of(Semver, (version) => int(version.numbers[index]));

const canonical = ofText(0, (text) => {
  const ip = Ip.parse(text);
  if (!ip) throw new CelFailure(`IP Address ${JSON.stringify(text)} parse error`);
  return ip.toString() === text;
});

const ipOf = (value: Value): Ip | undefined => (typeof value === 'string' ? Ip.parse(value) : value instanceof Ip ? value : undefined);
const cidrOf = (value: Value): Cidr | undefined => (typeof value === 'string' ? Cidr.parse(value) : value instanceof Cidr ? value : undefined);

const contained = <T>(
  parse: (value: Value) => T | undefined, what: string, body: (cidr: Cidr, other: T) => boolean,
): CelFunction => ([cidr, value, ...rest]) => {
  if (!(cidr instanceof Cidr) || value === undefined || rest.length) return undefined;
  const other = parse(value);
  if (!other && typeof value === 'string') throw new CelFailure(`${what} ${JSON.stringify(value)} parse error`);
  return other && body(cidr, other);
};

const formats: FunctionTable = Object.fromEntries(FORMAT_NAMES.map((name): [string, CelFunction] => [
  `format.${name}`, (args) => (args.length ? undefined : NamedFormat.named(name)),
]));

/** The libraries of Kubernetes: quantities, addresses, URLs, versions, formats (kubernetes/apiserver, pkg/cel/library). */
export const kubernetes: Library = {
  functions: {
    'quantity': read((text) => QuantityValue.parse(text), 'quantity'),
    'isQuantity': isReadable((text) => QuantityValue.parse(text)),
    'ip': read((text) => Ip.parse(text), 'IP address'),
    'isIP': isReadable((text) => Ip.parse(text)),
    'ip.isCanonical': canonical,
    'cidr': read((text) => Cidr.parse(text), 'range of IP addresses (CIDR)'),
    'isCIDR': isReadable((text) => Cidr.parse(text)),
    'url': read((text) => Url.parse(text), 'URL'),
    'isURL': isReadable((text) => Url.parse(text)),
    'semver': semver(parsedSemver),
    'isSemver': semver((text, normalize) => Semver.parse(text, normalize) !== undefined),
    'format.named': ofText(0, (name) => Optional.of(NamedFormat.named(name))),
    ...formats,
  },
  methods: {
    isGreaterThan: ordered((order) => order > 0),
    isLessThan: ordered((order) => order < 0),
    compareTo: ordered((order) => BigInt(order)),
    add: quantityMath((a, b) => a + b),
    sub: quantityMath((a, b) => a - b),
    sign: of(QuantityValue, ({ nanos }) => (nanos < 0n ? -1n : nanos > 0n ? 1n : 0n)),
    isInteger: of(QuantityValue, isWhole),
    asInteger: of(QuantityValue, (quantity) => {
      if (!isWhole(quantity)) throw new CelFailure('cannot convert value to integer');
      return quantity.nanos / NANO;
    }),
    asApproximateFloat: of(QuantityValue, ({ nanos }) => Number(nanos / NANO) + Number(nanos % NANO) / 1e9),
    major: part(0),
    minor: part(1),
    patch: part(2),
    family: of(Ip, (ip) => BigInt(ip.family)),
    isUnspecified: of(Ip, (ip) => ip.isUnspecified),
    isLoopback: of(Ip, (ip) => ip.isLoopback),
    isLinkLocalMulticast: of(Ip, (ip) => ip.isLinkLocalMulticast),
    isLinkLocalUnicast: of(Ip, (ip) => ip.isLinkLocalUnicast),
    isGlobalUnicast: of(Ip, (ip) => ip.isGlobalUnicast),
    ip: of(Cidr, (cidr) => cidr.ip),
    masked: of(Cidr, (cidr) => cidr.masked()),
    prefixLength: of(Cidr, (cidr) => BigInt(cidr.prefixLength)),
    containsIP: contained(ipOf, 'IP Address', (cidr, ip) => cidr.containsIp(ip)),
    containsCIDR: contained(cidrOf, 'CIDR', (cidr, other) => cidr.containsCidr(other)),
    getScheme: of(Url, (url) => url.scheme),
    getHost: of(Url, (url) => url.host),
    getHostname: of(Url, (url) => url.hostname),
    getPort: of(Url, (url) => url.port),
    getEscapedPath: of(Url, (url) => url.escapedPath),
    getQuery: of(Url, (url) => url.queryEntries),
    validate: ([format, text, ...rest]) => {
      if (!(format instanceof NamedFormat) || typeof text !== 'string' || rest.length) return undefined;
      const problems = format.problems(text);
      return problems.length ? Optional.of(List.of(problems)) : Optional.NONE;
    },
  },
};
