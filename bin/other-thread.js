// The second thread of `validate --each`, as the first has it. It is started before anything else is loaded: it takes as long to start as the first to
// know what it is for. And it starts with V8's own flags, since with others it would compile Node's modules, which takes as long again.
const fs = require("fs");
const path = require("path");
const { isPatient } = require("./v8-flags");

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
    const worker = new Worker(path.join(__dirname, "second-thread.js"), { workerData: { isPatient: isPatient.buffer } });
    worker.on("message", ({ code }) => code && exports.codeToKeep.push(code));
    // Whoever takes it hears it, too; where nobody does, nothing is missing.
    worker.on("error", () => {});
    worker.unref();
    return worker;
  } catch {
    return undefined;
  }
}

/** Arguments are files, options and whatever else: the command line says what is wrong with them. */
function isFolder(name) {
  try {
    return fs.statSync(name).isDirectory();
  } catch {
    return false;
  }
}
