import { Component, typescript } from 'projen';

/** The importer of CRDs (tools/import): bindings in lib/crds, compact schemas in lib/facts/schemas. */
export class Bindings extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    project.addTask('import', {
      description: 'Generate lib/crds and lib/facts/schemas from ../shared/crds, or from the URLs pinned in crds.lock.yaml (--check, --update-lock)',
      exec: 'tsx tools/import/main.ts',
      receiveArgs: true,
    });
    project.addTask('cel-ids', {
      description: 'Number the CEL rules of the compact schemas that have no id yet (--check)',
      exec: 'tsx tools/cel-ids.ts',
      receiveArgs: true,
    });
    project.addTask('budgets', {
      description: 'Print the sizes of bindings, assembly and tarball, and fail above their budgets (after a compile)',
      exec: 'tsx tools/budgets.ts',
    });
    for (const generated of ['/lib/crds/*.ts', '/lib/facts/schemas/**/*.json', '/lib/facts/cel-ids.json', '/crds.lock.yaml', '/crds.names.yaml']) {
      project.annotateGenerated(generated);
    }
  }
}
