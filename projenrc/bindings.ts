import { Component, typescript } from 'projen';

/** The importer of CRDs (tools/import): bindings in lib/crds, compact schemas in lib/facts/schemas. */
export class Bindings extends Component {
  constructor(project: typescript.TypeScriptProject) {
    super(project);
    project.addTask('import', {
      description: 'Generate lib/crds and lib/facts/schemas from ../shared/crds, or from the URLs pinned in crds.lock.yaml',
      exec: 'tsx tools/import/main.ts',
      receiveArgs: true,
    });
  }
}
