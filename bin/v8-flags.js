// What the process judges is judged before most code that V8 optimises for it pays: told to wait, a `validate --each` takes a third less of the
// processors with Node 20, and an eighth or more with the others. By version of Node, because V8 names a flag that it does not know on standard error;
// each with what V8 has by itself, which is not always what it prints (--v8-options).
const { isMainThread, workerData } = require("worker_threads");

const FLAGS = {
  20: [["--interrupt-budget", 67584, 2000000]],
  22: [["--invocation-count-for-turbofan", 3000, 20000]],
  24: [["--invocation-count-for-maglev", 400, 16000]],
};
const flags = FLAGS[process.versions.node.split(".")[0]] ?? [];

/** Flags are those of all threads, and so is what is known of them. */
const isPatient = new Int32Array(isMainThread ? new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) : workerData.isPatient);
exports.isPatient = isPatient;

/** Lets V8 wait. */
exports.on = function on() {
  set("patient");
  Atomics.store(isPatient, 0, 1);
};

/** Does something with V8's own flags: code that was compiled with others, as Node's own was, it compiles again. */
exports.without = function without(act) {
  if (Atomics.load(isPatient, 0) === 0) return act();
  set("usual");
  try {
    return act();
  } finally {
    set("patient");
  }
};

function set(which) {
  for (const [name, usual, patient] of flags) require("v8").setFlagsFromString(`${name}=${which === "usual" ? usual : patient}`);
}
