import { version } from '../../package.json';
import { run } from '../support/command-line';

const SEE_HELP = '(cdk8s-inference --help shows what there is)\n';

test.each(['--version', '-V'])('%s prints the version of the package', (option) => {
  expect(run(option)).toEqual({ stdout: `${version}\n`, stderr: '', exitCode: 0 });
});

test.each(['--help', '-h'])('%s prints how it is used', (option) => {
  const { stdout, stderr, exitCode } = run(option);
  expect(stdout).toMatch(/^Usage: cdk8s-inference \[options\]/);
  expect(stdout).toContain('--version');
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
});

test('an unknown option is named on stderr', () => {
  expect(run('--verison')).toEqual({
    stdout: '', stderr: `error: unknown option '--verison'\n(Did you mean --version?)\n${SEE_HELP}`, exitCode: 2,
  });
});

test('an unknown command is named on stderr', () => {
  expect(run('deploy', '--now')).toEqual({ stdout: '', stderr: `error: unknown command 'deploy'\n${SEE_HELP}`, exitCode: 2 });
});

test('nothing asked: the usage, on stderr', () => {
  const { stdout, stderr, exitCode } = run();
  expect(stderr).toMatch(/^Usage: cdk8s-inference/);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
});
