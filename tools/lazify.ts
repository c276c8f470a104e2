/**
 * Makes the parts of the compiled library load on first use, as aws-cdk-lib does: `export * as serving from './serving'` and
 * `export { Cluster } from './cluster'` compile to an eager `require`, which would load every layer and all bindings for an app
 * that uses one of them. (`export *` has no names to make getters of and stays eager.)
 */
import * as fs from 'fs';
import * as path from 'path';

const EAGER = /^exports\.(\w+) = (?:__importStar\()?require\("([^"]+)"\)\)?;$/gm;
const RESERVED = /^exports\.(?:\w+ = exports\.)+\w+ = void 0;$/m;
const RESERVED_ONE = /^exports\.(\w+) = void 0;$/m;
const SOURCE_OF_NAMES = /^(?:var|const) (\w+) = require\("([^"]+)"\);\n/gm;

/** Modules that only the getters of re-exported names read are required there. */
function lazifyNames(source: string): string {
  let lazy = source;
  for (const [eager, variable, module] of source.matchAll(SOURCE_OF_NAMES)) {
    const uses = source.match(new RegExp(`\\b${variable}\\b`, 'g'))!.length - 1;
    const getters = source.split(`return ${variable}.`).length - 1;
    if (uses === getters) lazy = lazy.replace(eager, '').replaceAll(`return ${variable}.`, `return require("${module}").`);
  }
  return lazy;
}

export function lazify(source: string): string {
  const names: string[] = [];
  const lazy = lazifyNames(source).replace(EAGER, (_, name: string, module: string) => {
    names.push(name);
    return `Object.defineProperty(exports, "${name}", { configurable: true, enumerable: true, get: () => {\n`
      + `    const value = require("${module}");\n`
      + `    Object.defineProperty(exports, "${name}", { enumerable: true, value });\n`
      + '    return value;\n} });';
  });
  // `exports.a = exports.b = void 0` would write to the getters' names first; the rest keeps its line.
  const keep = (line: string) => {
    const rest = [...line.matchAll(/exports\.(\w+) =/g)].map((m) => m[1]).filter((name) => !names.includes(name));
    return rest.length ? rest.map((name) => `exports.${name} =`).join(' ') + ' void 0;' : '';
  };
  return lazy.replace(RESERVED, keep).replace(RESERVED_ONE, keep);
}

if (require.main === module) {
  const lib = path.join(__dirname, '..', 'lib');
  for (const file of [path.join(lib, 'index.js'), path.join(lib, 'crds', 'index.js')]) {
    if (fs.existsSync(file)) fs.writeFileSync(file, lazify(fs.readFileSync(file, 'utf8')));
  }
}
