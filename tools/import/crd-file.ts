import { parseAllDocuments } from 'yaml';
import { CrdVersion } from './open-api';

/** The versions of all CRDs of a YAML file. */
export function readCrds(file: string, text: string): CrdVersion[] {
  const versions: CrdVersion[] = [];
  for (const document of parseAllDocuments(text)) {
    if (document.errors.length) throw new Error(`${file}: ${document.errors[0].message}`);
    const crd = document.toJS();
    if (crd?.kind !== 'CustomResourceDefinition') continue;
    const { group, names, scope } = crd.spec;
    for (const { name, served, storage, deprecated, subresources, schema } of crd.spec.versions) {
      versions.push({
        group,
        version: name,
        kind: names.kind,
        plural: names.plural,
        shortNames: names.shortNames,
        scope,
        served,
        storage,
        deprecated,
        subresources: subresources && Object.keys(subresources).length ? subresources : undefined,
        schema: schema?.openAPIV3Schema,
      });
    }
  }
  if (!versions.length) throw new Error(`${file}: no CustomResourceDefinition in it`);
  return versions;
}
