// Loads the modules of the command line from the one file that tools/bundle.ts makes of them; from their own files where that is missing.
const fs = require("fs");
const path = require("path");
const { isMainThread } = require("worker_threads");

const root = path.join(__dirname, "..");
const loaded = new Map();
const scripts = new Map();
const bundle = read();
const cache = bundle && require("./code-cache").open(`${bundle.id} ${root}`);
if (cache && isMainThread) process.on("exit", () => cache.keep(scripts));

function read() {
  let text;
  try {
    text = fs.readFileSync(path.join(root, "lib", "cli", "modules.txt"), "latin1");
  } catch {
    return undefined;
  }
  const end = text.indexOf("\n");
  return { ...JSON.parse(text.slice(0, end)), texts: text.slice(end + 1), Script: require("vm").Script };
}

/** A module, by its file's name from the root of the package. */
exports.load = function load(file) {
  const filename = path.join(root, file);
  if (!bundle) return require(filename);
  let module = loaded.get(file);
  if (module) return module.exports;
  module = { exports: {} };
  loaded.set(file, module);
  const [start, length, requires] = bundle.modules[file];
  let outside;
  const fromHere = (name) => (Object.hasOwn(requires, name) ? load(requires[name]) : (outside ??= require("module").createRequire(filename))(name));
  const text = `(function (exports, require, module, __filename, __dirname) {${bundle.texts.slice(start, start + length)}\n})`;
  const script = new bundle.Script(text, { filename, cachedData: cache?.of(file) });
  scripts.set(file, script);
  script.runInThisContext().call(module.exports, module.exports, fromHere, module, filename, path.dirname(filename));
  return module.exports;
};
