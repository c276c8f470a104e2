import { medians } from './fresh-processes';
import { benchmark } from './registry';

const PEER = 'require(\'cdk8s-plus-28\')';
const ROUNDS = 15;

benchmark({
  measure: 'require(\'cdk8s-inference\'), after cdk8s',
  unit: 'ms',
  peer: 'cdk8s-plus-28',
  target: 0.7,
  run: () => medians(ROUNDS, 'require(\'cdk8s\')', { ours: 'require(\'cdk8s-inference\')', peer: PEER }),
});

// Namespaces load on first use; this is what an app pays that uses all of them.
const EVERY_NAMESPACE = `
  const touch = (scope, depth) => { for (const name of Object.keys(scope)) if (/^[a-z]/.test(name) && depth < 2) touch(scope[name], depth + 1); };
  touch(require('cdk8s-inference'), 0)`;

benchmark({
  measure: 'the same with every namespace and all bindings',
  unit: 'ms',
  peer: 'cdk8s-plus-28',
  run: () => medians(ROUNDS, 'require(\'cdk8s\')', { ours: EVERY_NAMESPACE, peer: PEER }),
});
