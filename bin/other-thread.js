// The second thread of `validate --each`, as the first has it. It is started before anything else is loaded: it takes as long to start as the first to
// know what it is for. And it starts with V8's own flags, since with others it would compile Node's modules, which takes as long again.
const fs = require("fs");
const path = require("path");

let waiting;

/** What it has for the next run. */
exports.codeToKeep = [];

/** Starts it where there is likely enough to do: whether there is, the command line says later. */
exports.start = function start(argv) {
  // Standard input can be read by one of them.
  if (argv.includes("--each") && !argv.includes("-") && argv.some(isFolder) && require("os").availableParallelism() > 1) waiting = create();
};

/** The thread, for whoever has something to do for it; undefined where there can be none. */
exports.take = function take() {
  const taken = waiting ?? create();
  waiting = undefined;
  taken?.ref();
  return taken;
};

function create() {
  try {
    const { Worker } = require("worker_threads");
    const worker = new Worker(path.join(__dirname, "second-thread.js"));
    worker.on("message", ({ code }) => code && exports.codeToKeep.push(code));
    // Another one is started then, and fails where it is heard.
    for (const event of ["error", "exit"]) worker.on(event, () => (waiting = undefined));
    worker.unref();
    return worker;
  } catch {
    return undefined;
  }
}

function isFolder(name) {
  return fs.statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
