/** What real operators created, and the same of ours in the same form: ../shared/truth/README.md, "Form". */
import * as fs from 'fs';
import * as path from 'path';
import { SHARED } from './shared';
import type { ExpandedObject } from '../../lib/expansion/expand';
import type { Manifest } from '../../lib/manifests/manifest';
import { ManifestObject } from '../../lib/manifests/manifest-object';

/** The namespace of every recording. */
export const NAMESPACE = 'NAMESPACE';

/** An object as it was recorded; `ownerReferences` are `Kind/name`. */
export interface RecordedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Record<string, string>;
    readonly ownerReferences?: string[];
    readonly [key: string]: unknown;
  };
  readonly [key: string]: any;
}

/** One file: what was applied, and all that existed after. */
export interface Recording {
  readonly file: string;
  readonly applied: Manifest[];
  readonly objects: RecordedObject[];
}

/** The recordings of a folder of ../shared/truth/operators. */
export function recordingsOf(folder: string): Recording[] {
  const directory = path.join(SHARED, 'truth', 'operators', folder);
  return fs.readdirSync(directory).filter((name) => name.endsWith('.json')).sort()
    .map((file) => ({ file, ...JSON.parse(fs.readFileSync(path.join(directory, file), 'utf8')) }));
}

/** A manifest in the namespace of the recordings. */
export function inNamespace(manifest: Manifest): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, namespace: NAMESPACE } };
}

/** An expanded object as it would have been recorded. */
export function asRecorded({ manifest, owner }: ExpandedObject): any {
  const above = owner instanceof ManifestObject ? owner.manifest as Manifest : owner.manifest;
  const { namespace: _, ...metadata } = manifest.metadata ?? {};
  const object = { ...manifest, metadata: { ...metadata, ownerReferences: [`${above.kind}/${above.metadata?.name}`] } };
  return inShort(JSON.parse(JSON.stringify(object)));
}

/** A recorded object without what the recording leaves of cut annotations. */
export function comparable(object: RecordedObject): any {
  const { annotations, ...metadata } = object.metadata;
  return { ...object, metadata: Object.keys(annotations ?? {}).length === 0 ? metadata : { ...metadata, annotations } };
}

function inShort(object: any): any {
  if (object.kind === 'PodClique') return { ...object, spec: { ...object.spec, podSpec: undefined } };
  if (object.kind !== 'Pod') return object;
  const { affinity, nodeSelector, resourceClaims, schedulerName, schedulingGates, serviceAccountName, hostname, subdomain } = object.spec;
  return {
    ...object,
    spec: {
      affinity: Object.keys(affinity ?? {}).length > 0 ? affinity : undefined,
      nodeSelector,
      resourceClaims,
      schedulerName,
      schedulingGates,
      serviceAccountName,
      hostname,
      subdomain,
      containers: (object.spec.containers ?? []).map((container: any) => ({
        env: namesOf(container), name: container.name, resources: container.resources ?? {},
      })),
      initContainers: (object.spec.initContainers ?? []).map(({ args, command, env, image, name, resources }: any) => ({
        args, command, env, image, name, resources: Object.keys(resources ?? {}).length > 0 ? resources : undefined,
      })),
    },
  };
}

function namesOf(container: any): string[] {
  return (container.env ?? []).map(({ name }: any) => name).sort();
}
