import { Command } from 'commander';

/** The command `cluster` with its options. */
export function clusterCommand(run: (input: string) => void): Command {
  return new Command('cluster')
    .description('Turn the nodes of a cluster into a cluster.yaml: kubectl get nodes -o json | cdk8s-inference cluster - > cluster.yaml')
    .argument('<nodes>', 'output of kubectl get nodes -o json, or - for standard input')
    .addHelpText('after', '\nExit code: 0 cluster.yaml is on standard output, 2 could not run. What was left out is on standard error.')
    .action(run);
}
