import { addFlags, detectedBackends, flagNumber, quoted } from '../../../lib/expansion/dynamo/command-line';

const container = (command: string[], args: string[]) => ({ name: 'main', resources: {}, command, args });

test.each([
  ['--tensor-parallel-size', '--tensor-parallel-size'],
  ['a b', '"a b"'],
  ['{"a": "$X"}', '"{\\"a\\": \\"\\$X\\"}"'],
  ['it\'s', '"it\'"\'"\'s"'],
])('%s is written as %s for a shell', (word, expected) => {
  expect(quoted(word)).toBe(expected);
});

test.each([
  [['python3', '-m', 'dynamo.vllm'], ['vllm']],
  [['/bin/sh', '-c', 'exec python3.11 -u -m dynamo.sglang --x'], ['sglang']],
  [['sh', '-c', 'python3 -m dynamo.vllm & python3 -m dynamo.trtllm'], ['vllm', 'trtllm']],
  [['vllm', 'serve'], []],
  [['python3', '-m', 'dynamo.frontend'], []],
])('%j names %j', (command, backends) => {
  expect(detectedBackends({ command })).toEqual(backends);
});

test.each([
  ['behind a list of flags', ['python3'], ['-m', 'dynamo.sglang'], ['-m', 'dynamo.sglang', '--a', '1']],
  ['in the first script that names the backend', ['sh', '-c'], ['true', 'python3 -m dynamo.sglang; x'], ['true', 'python3 -m dynamo.sglang --a 1; x']],
  ['nowhere without the backend', ['sh', '-c'], ['./run.sh'], ['./run.sh']],
])('flags go %s', (_, command, args, expected) => {
  const changed = container(command, args);
  addFlags(changed, '--a 1', false, 'sglang');
  expect(changed.args).toEqual(expected);
});

test('only a long flag with a space and a plain number is read', () => {
  expect(flagNumber(['--x', '4'], '--x')).toBe(4);
  for (const args of [['--x=4'], ['--x', '$X'], ['--x'], ['-x', '4']]) expect(flagNumber(args, '--x')).toBe(1);
});
