import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** The Go module; the proxy that `go env GOPROXY` names serves it. */
const MODULE = 'github.com/yannh/kubeconform/cmd/kubeconform';
export const KUBECONFORM_VERSION = 'v0.8.0';

/** Programs that are built once live here, outside of the repository. */
export const CACHE = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'cdk8s-inference');

/** The environment with Go on the path; undefined where there is none. */
export function environmentWithGo(): NodeJS.ProcessEnv | undefined {
  const env = { ...process.env, PATH: `${process.env.PATH}${path.delimiter}/usr/local/go/bin` };
  return spawnSync('go', ['version'], { env }).status === 0 ? env : undefined;
}

/** The program, built where it is missing; undefined where there is no Go. */
export function kubeconform(): string | undefined {
  const folder = path.join(CACHE, `kubeconform-${KUBECONFORM_VERSION}`);
  const program = path.join(folder, 'kubeconform');
  if (fs.existsSync(program)) return program;
  const env = environmentWithGo();
  if (!env) return undefined;
  execFileSync('go', ['install', `${MODULE}@${KUBECONFORM_VERSION}`], { env: { ...env, GOBIN: folder }, stdio: ['ignore', 'ignore', 'inherit'] });
  return program;
}
