import { execFileSync } from 'child_process';
import { parseYaml, stringifyYaml } from '../../lib/core/yaml';

const require_ = JSON.stringify(require.resolve('../../lib/core/yaml.ts'));

describe('stringifyYaml', () => {
  test('sorts keys, keeps lists, leaves undefined out', () => {
    const config = { tensor_parallel_size: 2, cuda_graph_config: { enable_padding: true, batch_sizes: [8, 1, 4] }, moe_config: undefined, a: null };
    expect(stringifyYaml(config)).toBe(
      'a: null\ncuda_graph_config:\n  batch_sizes:\n    - 8\n    - 1\n    - 4\n  enable_padding: true\ntensor_parallel_size: 2\n',
    );
  });

  test('writes the same for the same data, in whatever order keys were set', () => {
    expect(stringifyYaml({ b: 1, a: { d: 2, c: 3 } })).toBe(stringifyYaml({ a: { c: 3, d: 2 }, b: 1 }));
  });

  test('quotes what YAML 1.1 would take for something else', () => {
    expect(stringifyYaml(['on', 'No', '12:30:00', '1e3', '~', '0x1f', 'null', '=', 'a\tb', 'fp8'])).toBe(
      '- "on"\n- "No"\n- "12:30:00"\n- "1e3"\n- "~"\n- "0x1f"\n- "null"\n- "="\n- "a\\tb"\n- fp8\n',
    );
  });

  test('gives numbers the point without which PyYAML reads a string', () => {
    expect(stringifyYaml([1e-7, 1.5e-8, 1e21, -2e-9, 0.85, -0])).toBe('- 1.0e-7\n- 1.5e-8\n- 1.0e+21\n- -2.0e-9\n- 0.85\n- 0\n');
  });

  test('never folds long lines or writes aliases', () => {
    const shared = { words: 'word '.repeat(60).trim() };
    const text = stringifyYaml({ a: shared, b: shared });
    expect(text).not.toMatch(/[&*]/);
    expect(text.split('\n')).toHaveLength(5);
  });

  test.each<[string, unknown, string]>([
    ['NaN', { rate: NaN }, 'rate - NaN has no YAML form that every reader knows'],
    ['a function', { hooks: [() => 1] }, 'hooks[0] - a function has no YAML form'],
    ['a merge key', { kv: { '<<': {} } }, 'kv - the key "<<" means something else to readers of YAML 1.1'],
    ['an instance', { when: new Date(0) }, 'when - a Date is no plain data'],
  ])('refuses %s with its place', (_, data, message) => {
    expect(() => stringifyYaml(data, 'app/decode')).toThrow(`app/decode: ${message}. Fix: use objects, lists, strings, numbers, booleans or null`);
  });

  test('refuses data that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop.again = { loop };
    expect(() => stringifyYaml(loop)).toThrow('YAML: again.loop - the data contains itself');
  });
});

describe('parseYaml', () => {
  test('reads what stringifyYaml writes', () => {
    const data = { a: [1, 2.5, 1e-7, 'on', null, true], b: { c: 'multi\nline\n', d: '' } };
    expect(parseYaml(stringifyYaml(data))).toEqual(data);
  });

  test('refuses duplicate keys with their line', () => {
    expect(() => parseYaml('a: 1\na: 2\n', 'decode.yaml')).toThrow('decode.yaml: line 2 - Map keys must be unique at line 2, column 1. Fix: correct the YAML');
  });

  test('says what an alias bomb is', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...'bcdefg'.split('').map((key, i) => `${key}: &${key} [${`*${'abcdef'[i]},`.repeat(9)}]`)].join('\n');
    expect(() => parseYaml(bomb, 'x.yaml')).toThrow('x.yaml: the text - its aliases expand to an unreasonable size. Fix: write the repeated parts out');
  });
});

test('The yaml package loads on first use, not with the module', () => {
  const loaded = (use: string) => {
    const program = `const y = require(${require_}); ${use}; console.log(Object.keys(require.cache).some((file) => /node_modules.yaml./.test(file)))`;
    return execFileSync(process.execPath, ['--import', 'tsx', '-e', program], { encoding: 'utf8' }).trim();
  };
  expect(loaded('')).toBe('false');
  expect(loaded('y.stringifyYaml({})')).toBe('true');
});
