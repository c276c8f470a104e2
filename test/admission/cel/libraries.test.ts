import { evaluate } from './evaluate';
import { OverBudget } from '../../../lib/admission/cel/failure';

/** Each line: an expression that is true. */
const TRUE: { readonly [library: string]: readonly string[] } = {
  'operators': [
    '1 + 2 * 3 == 7', '-7 / 2 == -3', '-7 % 2 == -1', '7u / 2u == 3u', '1.5 + 1.5 == 3.0', '1 == 1.0', '1u == 1', '1 < 1.5', '2u > 1', "'a' + 'b' == 'ab'",
    "b'\\xff' + b'a' == b'\\xff\\x61'", '[1] + [2] == [1, 2]', '2 in [1, 2]', "'a' in {'a': 1}", "{'a': [1, {'b': 2}]} == {'a': [1, {'b': 2}]}", '1 != "1"',
    'true ? true : 1/0 == 0', 'false || !false', '[1, 2][1] == 2', "{'a': 1}.a == 1", "{'a': 1}['a'] == 1", '{1: 2}[1u] == 2', "'\\u00e4' == 'ä'",
    "r'\\n'.size() == 2", '"""a"b""".size() == 3', "'a\\x41\\101' == 'aAA'", '0x1F == 31', '1e3 == 1000.0', '.5 == 0.5', '-9223372036854775808 < 0', "'ab' < 'b'",
    'size({}) == 0', "'😀'.size() == 1", "{'a': 1} != {'a': 2}", 'null == null', 'true // a comment', '!!true', '!!!false', '--1 == 1', '- -1 == 1', '-(1) == -1',
  ],
  'errors': [
    '1/0 == 1 || true', 'true || 1/0 == 1', '!(false && 1/0 == 1)', '!(1/0 == 1 && false)', '[1, 0].exists(x, 1/x == 1)', '!([0, 2].all(x, 2/x == 3))',
  ],
  'macros': [
    "has({'a': 1}.a)", "!has({'a': 1}.b)", '[1, 2].all(x, x > 0)', '[].all(x, false)', '[1, 2].exists(x, x == 2)', '[1, 2, 2].exists_one(x, x == 1)',
    '![2, 2].exists_one(x, x == 2)', '[1, 2, 3].filter(x, x > 1) == [2, 3]', '[1, 2].map(x, x * 2) == [2, 4]', '[1, 2].map(x, x > 1, x * 2) == [4]',
    "{'a': 1}.all(k, k == 'a')", '[[1, 2], [3]].all(l, l.all(x, x in [1, 2, 3] && l.size() > 0))', '[1].all(x, [2].all(y, [3].all(x, x == 3) && x == 1 && y == 2))',
  ],
  'two variables': [
    '[5, 6].all(i, v, v == i + 5)', "{'a': 1}.exists(k, v, k == 'a' && v == 1)", '[5, 6].existsOne(i, v, i == 1 && v == 6)', '[1, 2].transformList(i, v, i + v) == [1, 3]',
    '[1, 2].transformList(i, v, i == 1, v) == [2]', "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}", "{'a': 1, 'b': 2}.transformMap(k, v, k == 'b', v * 10) == {'b': 20}",
    "['x', 'y'].transformMapEntry(i, v, {v: i}) == {'x': 0, 'y': 1}", "['x'].transformMap(i, v, v) == {0: 'x'}",
  ],
  'optionals': [
    'optional.of(1).hasValue()', '!optional.none().hasValue()', 'optional.of(1).value() == 1', 'optional.none().orValue(2) == 2', 'optional.of(1).orValue(2) == 1',
    'optional.none().or(optional.of(3)).value() == 3', "{'a': 1}.?a == optional.of(1)", "!{'a': 1}.?b.hasValue()", "{'a': {'b': 2}}.?a.b.orValue(0) == 2",
    "{}.?a.b.c.orValue('no') == 'no'", '[1][?0].value() == 1', '![1][?5].hasValue()', "{'a': 1}[?'a'].value() == 1", '[?optional.of(1), ?optional.none(), 3] == [1, 3]',
    "{?'a': optional.none(), ?'b': optional.of(1)} == {'b': 1}", '!optional.ofNonZeroValue(0).hasValue()', "optional.ofNonZeroValue('a').hasValue()",
    'optional.of(2).optMap(x, x * 2).value() == 4', '!optional.none().optMap(x, x * 2).hasValue()', 'optional.of(2).optFlatMap(x, optional.of(x + 1)).value() == 3',
    "has({'a': {'b': 1}}.?a.b)", 'optional.none() == optional.none()', 'optional.of(null).orValue(1) == null',
  ],
  'strings': [
    "'tacocat'.charAt(3) == 'o'", "'tacocat'.charAt(7) == ''", "'hello mellow'.indexOf('') == 0", "'hello mellow'.indexOf('ello') == 1",
    "'hello mellow'.indexOf('jello') == -1", "'hello mellow'.indexOf('', 2) == 2", "'hello mellow'.indexOf('ello', 2) == 7", "'hello mellow'.lastIndexOf('') == 12",
    "'hello mellow'.lastIndexOf('ello') == 7", "'hello mellow'.lastIndexOf('ello', 6) == 1", "['hello', 'mellow'].join() == 'hellomellow'",
    "['hello', 'mellow'].join(' ') == 'hello mellow'", "[].join('/') == ''", "'TacoCat'.lowerAscii() == 'tacocat'", "'TacoCÆt Xii'.lowerAscii() == 'tacocÆt xii'",
    "'TacoCÆt Xii'.upperAscii() == 'TACOCÆT XII'", "'hello hello'.replace('he', 'we') == 'wello wello'", "'hello hello'.replace('he', 'we', -1) == 'wello wello'",
    "'hello hello'.replace('he', 'we', 1) == 'wello hello'", "'hello hello'.replace('he', 'we', 0) == 'hello hello'", "'ab'.replace('', '_') == '_a_b_'",
    "'hello hello hello'.split(' ') == ['hello', 'hello', 'hello']", "'hello hello hello'.split(' ', 0) == []", "'hello hello hello'.split(' ', 1) == ['hello hello hello']",
    "'hello hello hello'.split(' ', 2) == ['hello', 'hello hello']", "'hello hello hello'.split(' ', -1).size() == 3", "'abc'.split('') == ['a', 'b', 'c']", "''.split(',') == ['']",
    "'tacocat'.substring(4) == 'cat'", "'tacocat'.substring(0, 4) == 'taco'", "'  \\ttrim\\n    '.trim() == 'trim'", "'abc'.contains('b')", "'abc'.startsWith('ab')", "'abc'.endsWith('c')",
    "'😀b'.charAt(1) == 'b'", "'😀b'.substring(1) == 'b'", "strings.quote('a\"b\\n') == '\"a\\\\\"b\\\\n\"'",
    "'%s is %d, %.2f, %x, %b, %%'.format(['a', 3, 1.0, 255, 5]) == 'a is 3, 1.00, ff, 101, %'", "'%s'.format([[1, 'a', true]]) == '[1, a, true]'", "'%e'.format([1234.5678]) == '1.234568e+03'",
  ],
  'regular expressions': [
    "'abc 123'.matches('[0-9]+')", "!'abc'.matches('^[0-9]+$')", "matches('ABC', '(?i)abc')", "'Ab.c'.matches(r'^(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*$')",
    "'abc 123'.find('[0-9]+') == '123'", "'abc'.find('[0-9]+') == ''", "'123 abc 456'.findAll('[0-9]+') == ['123', '456']", "'123 abc 456'.findAll('[0-9]+', 1) == ['123']",
    "'123 abc 456'.findAll('[0-9]+', 0) == []", "'123 abc 456'.findAll('[0-9]+', -1).size() == 2", "'abc'.findAll('x') == []", "'aaa'.find('^a') == 'a'", "'abca'.findAll('a$') == ['a']",
  ],
  'lists': [
    '[1, 2, 3].isSorted()', '![2, 1].isSorted()', "['a', 'b', 'b', 'c'].isSorted()", '[2.0, 1.0].isSorted() == false', '[1, 2, 3].sum() == 6', '[1.5, 1.5].sum() == 3.0', '[].sum() == 0',
    "[duration('1m'), duration('1s')].sum() == duration('1m1s')", '[3, 1, 2].min() == 1', "['a', 'c', 'b'].max() == 'c'", '[1, 2, 2, 3].indexOf(2) == 1', '[1, 2, 2, 3].lastIndexOf(2) == 2', '[1].indexOf(4) == -1',
  ],
  'sets': [
    'sets.contains([1], [])', 'sets.contains([1, 2, 3], [2, 3])', '!sets.contains([1], [2])', 'sets.equivalent([1, 1], [1])', 'sets.equivalent([1], [1u, 1.0])', 'sets.intersects([1, 2], [2])', '!sets.intersects([], [])',
  ],
  'url': [
    "isURL('https://user:pass@example.com:80/path?k=v#f')", "isURL('/absolute-path')", "!isURL('https://a:b:c/')", "!isURL('../relative')", "!isURL('')",
    "url('https://example.com:80/').getHost() == 'example.com:80'", "url('https://example.com/').getHost() == 'example.com'", "url('https://[::1]:80/').getHost() == '[::1]:80'",
    "url('https://[::1]:80/').getHostname() == '::1'", "url('https://example.com:80/').getHostname() == 'example.com'", "url('https://example.com:80/').getPort() == '80'",
    "url('https://example.com/').getPort() == ''", "url('/path').getScheme() == ''", "url('HTTPS://a/').getScheme() == 'https'",
    "url('https://example.com/path with spaces'.replace(' ', '%20')).getEscapedPath() == '/path%20with%20spaces'", "url('https://example.com').getEscapedPath() == ''",
    "url('https://a/p?k1=a&k2=b&k2=c').getQuery() == {'k1': ['a'], 'k2': ['b', 'c']}", "url('https://a/p?k=a+b%21').getQuery() == {'k': ['a b!']}", "url('/a') == url('/a')",
  ],
  'ip': [
    "isIP('127.0.0.1')", "isIP('::1')", "!isIP('127.0.0.256')", "!isIP('127.0.0.01')", "!isIP('::ffff:1.2.3.4')", "!isIP('fe80::1%eth0')", "!isIP('10.0.0.0/8')", "!isIP('1::2::3')", "isIP('2001:db8:1:2:3:4:5:6')",
    "ip('127.0.0.1').family() == 4", "ip('::1').family() == 6", "ip('::1').isLoopback()", "ip('127.9.9.9').isLoopback()", "ip('0.0.0.0').isUnspecified()", "ip('224.0.0.1').isLinkLocalMulticast()",
    "ip('ff02::1').isLinkLocalMulticast()", "ip('169.254.169.254').isLinkLocalUnicast()", "ip('fe80::1').isLinkLocalUnicast()", "ip('192.168.0.1').isGlobalUnicast()", "!ip('255.255.255.255').isGlobalUnicast()",
    "ip.isCanonical('127.0.0.1')", "ip.isCanonical('2001:db8::abcd')", "!ip.isCanonical('2001:DB8::ABCD')", "!ip.isCanonical('2001:db8:0:0:0:0:0:abcd')", "ip('2001:db8::abcd') == ip('2001:DB8::ABCD')", "string(ip('::1')) == '::1'",
  ],
  'cidr': [
    "isCIDR('192.168.0.0/16')", "isCIDR('::1/128')", "!isCIDR('192.168.0.0/33')", "!isCIDR('192.168.0.0')", "!isCIDR('192.168.0.0/016')", "cidr('192.168.0.0/24').containsIP(ip('192.168.0.1'))",
    "cidr('192.168.0.0/24').containsIP('192.168.0.1')", "!cidr('192.168.0.0/24').containsIP('192.168.1.1')", "cidr('192.168.0.0/16').containsCIDR(cidr('192.168.10.0/24'))", "!cidr('192.168.0.0/24').containsCIDR('192.168.0.0/16')",
    "cidr('192.168.0.1/24').ip() == ip('192.168.0.1')", "cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')", "cidr('192.168.0.1/24').prefixLength() == 24", "string(cidr('192.168.0.0/24')) == '192.168.0.0/24'",
  ],
  'quantity': [
    "isQuantity('1.3Gi')", "isQuantity('1.5')", "isQuantity('1k')", "isQuantity('10000k')", "!isQuantity('1.3Gx')", "!isQuantity('')", "!isQuantity(' 1')", "quantity('50000000G').isInteger()", "!quantity('50m').isInteger()",
    "quantity('50k').asInteger() == 50000", "quantity('50k').sub(20) == quantity('49980')", "quantity('50k').add(quantity('20')) == quantity('50020')", "quantity('150Mi').isGreaterThan(quantity('100Mi'))",
    "quantity('50M').isLessThan(quantity('100M'))", "quantity('200M').compareTo(quantity('0.2G')) == 0", "quantity('50Mi').compareTo(quantity('50M')) == 1", "quantity('-50').sign() == -1", "quantity('50.5').asApproximateFloat() == 50.5",
    "quantity('1Gi') == quantity('1024Mi')",
  ],
  'semver': [
    "isSemver('1.0.0')", "!isSemver('v1.0')", "isSemver('v1.0', true)", "!isSemver('hello')", "!isSemver('01.0.0')", "isSemver('01.0.0', true)", "semver('1.2.3').major() == 1", "semver('1.2.3').minor() == 2", "semver('1.2.3').patch() == 3",
    "semver('1.2.3').compareTo(semver('1.2.3')) == 0", "semver('1.2.3').compareTo(semver('2.0.0')) == -1", "semver('1.2.3').isLessThan(semver('1.10.0'))", "semver('1.0.0-rc.1').isLessThan(semver('1.0.0'))",
    "semver('1.0.0-alpha.2').isLessThan(semver('1.0.0-alpha.10'))", "semver('1.0.0-1').isLessThan(semver('1.0.0-a'))", "semver('1.0.0+a') == semver('1.0.0+b')", "semver('v1', true).isGreaterThan(semver('0.9.9'))",
  ],
  'format': [
    "!format.dns1123Label().validate('my-label-name').hasValue()", "format.dns1123Label().validate('contains a space').value().size() == 1", "!format.dns1123Subdomain().validate('apiextensions.k8s.io').hasValue()",
    "!format.dns1035Label().validate('a1').hasValue()", "format.dns1035Label().validate('1a').hasValue()", "!format.qualifiedName().validate('example.com/Name').hasValue()", "!format.dns1123LabelPrefix().validate('a-').hasValue()",
    "!format.labelValue().validate('').hasValue()", "!format.uri().validate('http://example.com').hasValue()", "!format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue()", "!format.byte().validate('aGVsbG8=').hasValue()",
    "!format.date().validate('2021-01-01').hasValue()", "format.date().validate('2021-13-01').hasValue()", "!format.datetime().validate('2021-01-01T00:00:00Z').hasValue()", "!format.named('nothing').hasValue()",
    "format.named('dns1123Label').value() == format.dns1123Label()",
  ],
  'conversions': [
    "int('7') == 7", 'int(7.9) == 7', 'int(-7.9) == -7', 'uint(7) == 7u', "double('1.5') == 1.5", 'double(2) == 2.0', "string(1.5) == '1.5'", "string(12) == '12'", "string(true) == 'true'", "string(b'ab') == 'ab'", "bytes('ab') == b'ab'", "bool('true')",
    'type(1) == int', "type('a') == string", 'type([]) == list', 'type({}) == map', 'type(null) == null_type', 'type(type(1)) == type', 'type(1.0) != int', 'type(1u) == uint', 'dyn(1) == 1',
    "type(duration('1s')) == google.protobuf.Duration", "string(duration('1h30m')) == '5400s'", "string(timestamp('2024-02-29T12:00:00.5Z')) == '2024-02-29T12:00:00.5Z'", "int(timestamp('1970-01-01T00:01:00Z')) == 60",
  ],
  'times': [
    "duration('1h') == duration('60m')", "duration('1.5s') > duration('1s')", "duration('-1s') < duration('0')", "duration('1m') + duration('1s') == duration('61s')", "duration('90m').getHours() == 1", "duration('90s').getMinutes() == 1",
    "duration('1500ms').getSeconds() == 1", "duration('1500ms').getMilliseconds() == 500", "timestamp('2024-02-29T12:30:45Z').getFullYear() == 2024", "timestamp('2024-02-29T12:30:45Z').getMonth() == 1", "timestamp('2024-02-29T12:30:45Z').getDate() == 29",
    "timestamp('2024-02-29T12:30:45Z').getDayOfMonth() == 28", "timestamp('2024-02-29T12:30:45Z').getDayOfWeek() == 4", "timestamp('2024-02-29T12:30:45Z').getDayOfYear() == 59", "timestamp('2024-02-29T23:30:45Z').getHours('+01:00') == 0",
    "timestamp('2024-07-01T12:00:00Z').getHours('Europe/Berlin') == 14", "timestamp('2024-01-01T00:00:00Z') + duration('24h') == timestamp('2024-01-02T00:00:00Z')", "timestamp('2024-01-02T00:00:00Z') - timestamp('2024-01-01T00:00:00Z') == duration('24h')",
    "timestamp('2024-01-01T01:00:00+01:00') == timestamp('2024-01-01T00:00:00Z')",
  ],
};

describe.each(Object.entries(TRUE))('%s', (_library, expressions) => {
  test.each(expressions)('%s', (expression) => {
    expect(evaluate(expression)).toBe(true);
  });
});

test.each([
  ['1 / 0', 'division by zero'],
  ['1 % 0', 'modulus by zero'],
  ['9223372036854775807 + 1', 'integer overflow'],
  ['0u - 1u', 'unsigned integer overflow'],
  ["{'a': 1}.b", 'no such key: b'],
  ['[1][3]', 'index out of bounds: 3'],
  ["'a' + 1", 'no such overload: _+_'],
  ["'a' < 1", 'no such overload: _<_'],
  ['quantity(7)', 'no such overload: quantity(int)'],
  ["'a'.contains(1)", 'no such overload: contains(string, int)'],
  ["quantity('1x')", '"1x" is no quantity'],
  ["duration('1 day')", 'time: invalid duration "1 day"'],
  ['[].min()', 'min called on empty list'],
  ["'abc'.substring(2, 1)", 'invalid substring range. start: 2, end: 1'],
  ["'abc'.charAt(4)", 'index out of range: 4'],
  ['optional.none().value()', 'optional.none() dereference'],
  ["{'a': 1, 'a': 2}", 'insert failed: key a already exists'],
  ["quantity('0.5').asInteger()", 'cannot convert value to integer'],
  ["ip.isCanonical('x')", 'IP Address "x" parse error'],
  ['1 ? 2 : 3', 'no such overload: _?_:_'],
  ['timestamp(9000000000000)', 'timestamp overflow'],
  ["timestamp('9999-12-31T23:59:59Z') + duration('1h')", 'timestamp overflow'],
  ['[1].all(x, x)', 'no such overload: _&&_'],
  ["'a'.matches('(')", expect.stringContaining('(')],
])('%s fails', (expression, error) => {
  expect(evaluate(expression)).toEqual({ error });
});

test.each([
  ['1 +', "unexpected 'the end'"],
  ['foo(1)', "undeclared reference to 'foo'"],
  ['foo', "undeclared reference to 'foo'"],
  ["'a'.foo()", "undeclared reference to 'foo'"],
  ['has(1)', 'invalid argument to has() macro'],
  ['[1].all(1, true)', 'argument must be a simple name'],
  ["'a", 'the string at 1 has no end'],
  ["'\\q'", 'unknown escape in the string at 0'],
  ['9223372036854775808', '9223372036854775808 is out of range'],
  ['namespace == 1', "'namespace' is a reserved word"],
  ['a.b = 1', "unexpected '=' at 4"],
  ['('.repeat(300), 'nested deeper than 250'],
  ['['.repeat(300), 'nested deeper than 250'],
  [`1${' + 1'.repeat(30_000)}`, 'longer than 100000 characters'],
])('%s is no CEL', (expression, message) => {
  expect(() => evaluate(expression)).toThrow(message);
});

/** Texts that would take a careless implementation hours. */
describe('long texts end soon', () => {
  const n = 200_000;
  const texts: { readonly [name: string]: string } = {
    digits: `${'1'.repeat(n)}x`, spaces: `a${' '.repeat(n)}b`, letters: `${'a'.repeat(n)}!`, colons: `http://${':'.repeat(n)}/x`, dots: `${'1.'.repeat(n)}x`,
  };
  const calls = [
    's.trim()', 'isQuantity(s)', 'isSemver(s, true)', 'isIP(s)', 'isCIDR(s)', 'isURL(s)', 'double(s)', 'int(s)', 'duration(s)', 'timestamp(s)', "s.matches('^(a+)+$')", "s.split('a').size()",
    "s.replace('a', 'bb').size()", 's.replace("", s)', "s.findAll('a+b')", 's.lowerAscii()', 's.indexOf("ab!")', 's.lastIndexOf("zz")', 's.charAt(3)',
    ...['dns1123Label', 'dns1123Subdomain', 'qualifiedName', 'labelValue', 'uri', 'uuid', 'byte', 'date', 'datetime'].map((name) => `format.${name}().validate(s)`),
  ];
  test.each(calls)('%s', (call) => {
    const start = performance.now();
    for (const s of Object.values(texts)) {
      try {
        evaluate(call, { s });
      } catch (error) {
        expect(error).toBeInstanceOf(OverBudget);
      }
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
