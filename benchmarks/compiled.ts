import { createRequire } from 'module';
import * as path from 'path';

/** As the compiled library loads its own modules: what a TypeScript file imports of `lib/`, tsx loads as TypeScript, a second copy that no user runs. */
const load = createRequire(path.join(__dirname, '..', 'lib', 'index.js'));

/** A module of `lib/` as users run it, for example `compiled('manifests/read') as typeof import('../lib/manifests/read')`. */
export function compiled(module: string): unknown {
  return load(`./${module}.js`);
}
