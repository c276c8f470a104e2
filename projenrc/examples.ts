import { Component, typescript } from 'projen';

/** The examples with committed output: synthesized by one task each and all together. */
export class Examples extends Component {
  constructor(project: typescript.TypeScriptProject, names: string[]) {
    super(project);
    const all = project.addTask('synth:examples', { description: 'Synthesize every example into its committed dist/' });
    for (const name of names) {
      const task = project.addTask(`synth:${name}`, {
        description: `Synthesize examples/${name}`,
        cwd: `examples/${name}`,
        exec: 'cdk8s synth --check-upgrade=false',
      });
      all.spawn(task);
    }
    const synth = project.addTask('synth', { description: 'Compile the library and synthesize the GB200 example' });
    synth.spawn(project.compileTask);
    synth.spawn(project.tasks.tryFind(`synth:${names[0]}`)!);
    synth.say(`Look at examples/${names[0]}/dist/ (manifests) and examples/${names[0]}/main.ts (the program)`);
    project.npmignore?.exclude('/examples/');
  }
}
