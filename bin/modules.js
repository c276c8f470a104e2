// Loads the modules of the command line from the one file that tools/bundle.ts makes of them; from their own files where that is missing.
const fs = require("fs");
const path = require("path");
const { isMainThread } = require("worker_threads");

const root = path.join(__dirname, "..");
const bundleFile = path.join(root, "lib", "cli", "modules.txt");
const loaded = [];
const functions = [];
const scripts = new Map();
const bundle = read();
const cache = bundle && require("./code-cache").open(`${bundle.id} ${root}`);
if (cache && isMainThread) process.on("exit", () => cache.keep(scripts));

function read() {
  let text;
  try {
    text = fs.readFileSync(bundleFile, "latin1");
  } catch {
    return undefined;
  }
  const end = text.indexOf("\n");
  return { ...JSON.parse(text.slice(0, end)), texts: text.slice(end + 1), Script: require("vm").Script };
}

/** Modules of Node that take milliseconds to load, and that few runs need. */
const LATE = new Set(["crypto", "net", "node:child_process"]);

/** A module, by its file's name from the root of the package. */
exports.load = (file) => (bundle ? module(bundle.files.indexOf(file)) : require(path.join(root, file)));

function module(number) {
  let it = loaded[number];
  if (it) return it.exports;
  it = loaded[number] = { exports: {} };
  const filename = path.join(root, bundle.files[number]);
  let require_;
  const outside = (name) => (require_ ??= require("module").createRequire(filename))(name);
  const fromHere = (name) => {
    if (typeof name === "number") return module(name);
    return LATE.has(name) ? new Proxy({}, { get: (_, key) => outside(name)[key] }) : outside(name);
  };
  functionOf(number).call(it.exports, it.exports, fromHere, it, filename, path.dirname(filename));
  return it.exports;
}

/** The function that a module is; those of its chunk come with it. */
function functionOf(number) {
  if (!functions[number]) {
    const i = bundle.chunks.findLastIndex(([, , , first]) => first <= number);
    const [start, length, line, first] = bundle.chunks[i];
    const text = bundle.texts.slice(start, start + length);
    const script = new bundle.Script(text, { filename: bundleFile, lineOffset: line - 1, cachedData: cache?.of(i) });
    scripts.set(i, script);
    script.runInThisContext().forEach((each, j) => (functions[first + j] = each));
  }
  return functions[number];
}
