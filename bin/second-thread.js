// The second thread of `validate --each`.
require("./modules").load("lib/cli/each/second-thread-main.js");
