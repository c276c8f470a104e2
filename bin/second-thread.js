// The second thread of `validate --each`.
const { parentPort } = require("worker_threads");
const { load, codeToKeep } = require("./modules");

const { judge } = load("lib/cli/each/second-thread-main.js");
parentPort.once("message", (data) => {
  judge(data);
  const code = codeToKeep();
  if (code) parentPort.postMessage({ code });
});
