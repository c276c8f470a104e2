// What the process judges is judged before most code that V8 optimises for it pays: told to wait, a `validate --each` takes a third less of the
// processors. By version of Node, with what V8 has by itself, because it names a flag that it does not know on standard error; 24 has a cheaper compiler
// and gains nothing.
const FLAGS = { 20: ["--interrupt-budget", 67584, 2000000], 22: ["--invocation-count-for-turbofan", 3000, 20000] };
const [name, usual, patient] = FLAGS[process.versions.node.split(".")[0]] ?? [];
/** Flags are those of all threads. By the time that a second one loads something, the first has set them, or will. */
let isOn = name !== undefined && !require("worker_threads").isMainThread;

/** Lets V8 wait. */
exports.on = function on() {
  if (name && !isOn) set(patient);
  isOn = name !== undefined;
};

/** Does something with V8's own flags: code that was compiled with others, as Node's own was, it compiles again. */
exports.without = function without(act) {
  if (!isOn) return act();
  set(usual);
  try {
    return act();
  } finally {
    set(patient);
  }
};

function set(value) {
  require("v8").setFlagsFromString(`${name}=${value}`);
}
