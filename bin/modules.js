// Loads the modules of the command line from the one file that tools/bundle.ts makes of them; from their own files where that is missing.
const fs = require("fs");
const path = require("path");
const flags = require("./v8-flags");
const { isMainThread } = require("worker_threads");

const root = path.join(__dirname, "..");
const bundleFile = path.join(root, "lib", "cli", "modules.txt");
const loaded = [];
const functions = [];
const scripts = new Map();
const bundle = open();
const codeCache = require("./code-cache");
const cache = bundle && codeCache.open(`${bundle.id} ${root}`, isMainThread ? "" : "-second");

/** What is to be kept of this thread's code for the next run, if anything. */
exports.codeToKeep = () => cache && flags.without(() => cache.anew(scripts));

if (isMainThread) {
  process.on("exit", () => {
    const own = exports.codeToKeep();
    const others = require("./other-thread").codeToKeep;
    for (const code of own ? [own, ...others] : others) codeCache.write(code);
  });
}

/** The bundle, of which the texts are read when they are needed. */
function open() {
  let descriptor;
  try {
    descriptor = fs.openSync(bundleFile);
  } catch {
    return undefined;
  }
  let buffer = Buffer.allocUnsafe(32_768);
  const read = (start, length) => {
    if (buffer.length < length) buffer = Buffer.allocUnsafe(2 * length);
    return buffer.latin1Slice(0, fs.readSync(descriptor, buffer, 0, length, start));
  };
  // The first line says how long the next one is, which is the index.
  const [head] = read(0, 20).split("\n", 1);
  const start = head.length + 1 + Number(head);
  return { ...JSON.parse(read(head.length + 1, Number(head))), Script: require("vm").Script, textOf: (from, length) => read(start + from, length) };
}

/** Modules of Node that take milliseconds to load, and that few runs need: they are loaded when something is taken from them by its name. */
const LATE = new Set(["crypto", "net", "node:child_process"]);

/** A module, by its file's name from the root of the package. */
exports.load = (file) => (bundle ? module(bundle.files.indexOf(file)) : require(path.join(root, file)));

function module(number) {
  let it = loaded[number];
  if (it) return it.exports;
  it = loaded[number] = { exports: {} };
  const filename = root + path.sep + bundle.files[number].replaceAll("/", path.sep);
  let require_;
  const outside = (name) => flags.without(() => (require_ ??= require("module").createRequire(filename))(name));
  const fromHere = (name) => {
    if (typeof name === "number") return module(name);
    if (!LATE.has(name)) return outside(name);
    let late;
    return new Proxy({}, { get: (_, key) => (late ??= outside(name))[key] });
  };
  functionOf(number).call(it.exports, it.exports, fromHere, it, filename, filename.slice(0, filename.lastIndexOf(path.sep)));
  return it.exports;
}

/** The function that a module is; those of its chunk come with it. */
function functionOf(number) {
  if (!functions[number]) {
    const i = bundle.chunks.findLastIndex(([, , , first]) => first <= number);
    const [start, length, line, first] = bundle.chunks[i];
    const options = { filename: bundleFile, lineOffset: line - 1, cachedData: cache?.of(i) };
    const script = flags.without(() => new bundle.Script(bundle.textOf(start, length), options));
    scripts.set(i, script);
    script.runInThisContext().forEach((each, j) => (functions[first + j] = each));
  }
  return functions[number];
}
