import { spawnSync } from 'child_process';

/**
 * What a command printed on stdout; a failure is an error that carries all of its output.
 *
 * npm's own settings of the outer run (`npm run test:long`) are left behind: they would point the inner npm at this repository.
 */
export function run(cwd: string, command: string, ...args: string[]): string {
  const outer = /^(npm_(?!config_(?!local_prefix))|JEST_|NODE_ENV$|INIT_CWD$)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !outer.test(name)));
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} (in ${cwd}) ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

/** The first line that a tool prints with these arguments, or undefined if it is not installed. */
export function toolVersion(command: string, ...args: string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? (stdout || stderr).split('\n', 1)[0] : undefined;
}
