import { Component, typescript } from 'projen';

export interface ApiDocsOptions {
  /** The submodules that API.md documents. */
  readonly submodules: string[];
}

/** API.md of the submodules that users write against; the generated bindings would add 100,000 lines. */
export class ApiDocs extends Component {
  constructor(project: typescript.TypeScriptProject, options: ApiDocsOptions) {
    super(project);
    project.addDevDeps('jsii-docgen@^10.12.6');
    const docgen = project.addTask('docgen', {
      description: 'Generate API.md from the compiled library',
      exec: `tsx tools/api-docs.ts ${options.submodules.join(' ')}`,
    });
    project.postCompileTask.spawn(docgen);
    project.annotateGenerated('/API.md');
  }
}
