import { Command, CommanderError } from 'commander';
import { clusterCommand } from './cluster-command';
import { COULD_NOT_RUN } from './exit-codes';
import { expandCommand } from './expand-options';
import { validateCommand } from './options';
import { planCommand } from './plan-options';
import { NO_PROGRAM, Program } from './program';
import { packageVersion } from './version';

// What a command runs is loaded when it runs: the others would take as long as judging a small file.
function commandLine(program: Program): Command {
  const root = new Command('cdk8s-inference')
    .description('Manifests of NVIDIA\'s inference stack, known to be right before they reach a cluster.')
    .version(packageVersion())
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(cdk8s-inference --help shows what there is)')
    .exitOverride();
  root.addCommand(validateCommand((inputs, options) => {
    const { validate } = require('./validate') as typeof import('./validate');
    const code = validate(inputs, options, program);
    // Should the process end before the promise does, something went wrong.
    process.exitCode = typeof code === 'number' ? code : COULD_NOT_RUN;
    if (typeof code !== 'number') void code.then((judged) => process.exitCode = judged);
  }).copyInheritedSettings(root));
  root.addCommand(clusterCommand((input) => {
    const { cluster } = require('./cluster') as typeof import('./cluster');
    program.beforeJudging();
    process.exitCode = cluster(input);
  }).copyInheritedSettings(root));
  root.addCommand(expandCommand((inputs, options) => {
    const { expandManifests } = require('./expand') as typeof import('./expand');
    program.beforeJudging();
    process.exitCode = expandManifests(inputs, options);
  }).copyInheritedSettings(root));
  root.addCommand(planCommand((inputs, options) => {
    const { plan } = require('./plan') as typeof import('./plan');
    program.beforeJudging();
    process.exitCode = plan(inputs, options);
  }).copyInheritedSettings(root));
  root.on('command:*', ([name]: string[]) => root.error(`error: unknown command '${name}'`));
  return root;
}

/**
 * The command line: runs what the arguments say.
 *
 * Sets the exit code of the process and returns, so that output which is still on its way through a pipe arrives.
 *
 * @param argv the arguments, without `node` and the program
 */
export function main(argv: readonly string[], program: Program = NO_PROGRAM): void {
  const root = commandLine(program);
  try {
    root.parse(argv, { from: 'user' });
    if (argv.length === 0) root.help({ error: true });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.code === 'commander.version' || error.code === 'commander.helpDisplayed' ? 0 : COULD_NOT_RUN;
  }
}
