// Runs before the npm scripts, in plain Node: says what to do when the dependencies are not there, instead of `projen: not found`.
const fs = require('fs');
const path = require('path');

const root = path.join(__dirname, '..');
const read = (...file) => JSON.parse(fs.readFileSync(path.join(root, ...file), 'utf8'));
const stop = (reason, remedy) => {
  process.stderr.write(`\n${reason}\n\n    ${remedy}\n\n`);
  process.exit(1);
};

const { packages } = read('package-lock.json');
const { dependencies, devDependencies, engines } = packages[''];

const minimum = engines.node.match(/[\d.]+/)[0].split('.').map(Number);
const running = process.versions.node.split('.').map(Number);
const older = minimum.findIndex((part, i) => part !== running[i]);
if (older >= 0 && running[older] < minimum[older]) {
  stop(`This needs Node.js ${engines.node}; running is ${process.versions.node}.`, 'Install a newer Node.js.');
}

for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
  const wanted = packages[`node_modules/${name}`].version;
  let found;
  try {
    found = read('node_modules', name, 'package.json').version;
  } catch {
    stop(`The dependencies are not installed (${name} is missing). Run once:`, 'npm ci');
  }
  if (found !== wanted) stop(`The dependencies are out of date (${name} is ${found}, package-lock.json has ${wanted}). Run:`, 'npm ci');
}
