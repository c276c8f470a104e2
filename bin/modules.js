// Loads the modules of the command line from the one file that tools/bundle.ts makes of them; from their own files where that is missing.
const fs = require("fs");
const path = require("path");

const root = path.join(__dirname, "..");
const loaded = new Map();
const bundle = read();

function read() {
  let text;
  try {
    text = fs.readFileSync(path.join(root, "lib", "cli", "modules.txt"), "latin1");
  } catch {
    return undefined;
  }
  const end = text.indexOf("\n");
  return { index: JSON.parse(text.slice(0, end)), texts: text.slice(end + 1), compile: require("vm").compileFunction };
}

/** A module, by its file's name from the root of the package. */
exports.load = function load(file) {
  const filename = path.join(root, file);
  if (!bundle) return require(filename);
  let module = loaded.get(file);
  if (module) return module.exports;
  module = { exports: {} };
  loaded.set(file, module);
  const [start, length, requires] = bundle.index[file];
  let outside;
  const fromHere = (name) => (Object.hasOwn(requires, name) ? load(requires[name]) : (outside ??= require("module").createRequire(filename))(name));
  const run = bundle.compile(bundle.texts.slice(start, start + length), ["exports", "require", "module", "__filename", "__dirname"], { filename });
  run.call(module.exports, module.exports, fromHere, module, filename, path.dirname(filename));
  return module.exports;
};
