import type { JsonPath } from './manifest';
import { list, ManifestObject, record, strings, text, valueAt } from './manifest-object';
import { addTo } from '../core/groups';

/** One container of a pod template, wherever the kind keeps it. */
export interface PodContainer {
  /** Path of the container in its object. */
  readonly path: Array<string | number>;
  /** Its name; for a Dynamo main container without one `main`, which the operator gives it. */
  readonly name: string;
  /** Whether it is an init container. */
  readonly init: boolean;
  /** Whether it is the one that serves: the component's, or the only one of the pod. */
  readonly main: boolean;
  /** The container itself. */
  readonly container: { [key: string]: unknown };
}

/** A pod template of any kind of workload, so that a rule about pods is written once. */
export class PodTemplate {
  /** @internal */
  public static _of(object: ManifestObject, place: Place, spec: { readonly [key: string]: unknown }): PodTemplate {
    return new PodTemplate(object, place, spec);
  }

  /** The object that holds it. */
  public readonly object: ManifestObject;
  /** Path of the pod spec in its object. */
  public readonly specPath: Array<string | number>;
  /** The pod spec. */
  public readonly spec: { [key: string]: unknown };
  /** Path of the pods' metadata; undefined where the kind has no place for any. */
  public readonly metadataPath?: Array<string | number>;
  /** Which of the object's templates it is: name of the service, component, clique or replica type; empty where there is one only. */
  public readonly role: string;
  /** Name of the container that serves; undefined where the kind does not say. */
  public readonly mainContainer?: string;
  /**
   * What `pluginGpusOf` counted.
   *
   * @internal
   */
  public _pluginGpus?: number;
  private found?: PodContainer[];

  private constructor(object: ManifestObject, place: Place, spec: { readonly [key: string]: unknown }) {
    this.object = object;
    this.specPath = place.spec;
    this.spec = spec;
    this.metadataPath = place.metadata;
    this.role = place.role;
    this.mainContainer = place.main ?? soleContainer(spec);
  }

  /** Labels that the template gives its pods. */
  public get labels(): { [key: string]: string } {
    return strings(this.metadataPath && valueAt(this.object.manifest, [...this.metadataPath, 'labels']));
  }

  /** Annotations that the template gives its pods. */
  public get annotations(): { [key: string]: string } {
    return strings(this.metadataPath && valueAt(this.object.manifest, [...this.metadataPath, 'annotations']));
  }

  /** Every container: init containers first, then those of the spec, then a main container that is kept apart (Dynamo v1alpha1). */
  public get containers(): PodContainer[] {
    return [...this.found ??= this.readContainers()];
  }

  private readContainers(): PodContainer[] {
    const found: PodContainer[] = [];
    for (const key of ['initContainers', 'containers']) {
      list(this.spec[key]).forEach((item, i) => {
        const container = record(item);
        if (!container) return;
        const name = text(container.name) ?? '';
        const init = key === 'initContainers';
        found.push({ path: [...this.specPath, key, i], name, init, main: !init && name !== '' && name === this.mainContainer, container });
      });
    }
    const apart = record(this.spec.mainContainer);
    if (apart) found.push({ path: [...this.specPath, 'mainContainer'], name: text(apart.name) ?? 'main', init: false, main: true, container: apart });
    return found;
  }
}

/** Where one template stands. */
export interface Place {
  readonly role: string;
  readonly spec: Array<string | number>;
  readonly metadata?: Array<string | number>;
  readonly main?: string;
}

/** Where a kind keeps its templates: `*` is every entry of a map or list, whose key or `name` is the role. */
interface Row {
  /** API groups and kinds; every version that has the path. */
  readonly kinds: readonly string[];
  readonly spec: JsonPath;
  readonly metadata?: JsonPath;
  readonly main?: string;
  readonly role?: string;
}

/** The container that Dynamo's operator takes for the component. dynamo.md 2.2 */
const DYNAMO_MAIN = 'main';

/** The one table of pod-template paths. Sources: crds/ of each kind. */
const TABLE: readonly Row[] = [
  { kinds: ['/Pod'], spec: ['spec'], metadata: ['metadata'] },
  { kinds: ['/PodTemplate'], spec: ['template', 'spec'], metadata: ['template', 'metadata'] },
  {
    kinds: ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', 'batch/Job', '/ReplicationController'],
    spec: ['spec', 'template', 'spec'],
    metadata: ['spec', 'template', 'metadata'],
  },
  { kinds: ['batch/CronJob'], spec: ['spec', 'jobTemplate', 'spec', 'template', 'spec'], metadata: ['spec', 'jobTemplate', 'spec', 'template', 'metadata'] },
  ...['leader', 'worker'].map((role) => ({
    kinds: ['leaderworkerset.x-k8s.io/LeaderWorkerSet'],
    role,
    spec: ['spec', 'leaderWorkerTemplate', `${role}Template`, 'spec'],
    metadata: ['spec', 'leaderWorkerTemplate', `${role}Template`, 'metadata'],
  })),
  { kinds: ['jobset.x-k8s.io/JobSet'], spec: ['spec', 'replicatedJobs', '*', 'template', 'spec', 'template', 'spec'], metadata: ['spec', 'replicatedJobs', '*', 'template', 'spec', 'template', 'metadata'] },
  { kinds: ['kubeflow.org/MPIJob'], spec: ['spec', 'mpiReplicaSpecs', '*', 'template', 'spec'], metadata: ['spec', 'mpiReplicaSpecs', '*', 'template', 'metadata'] },
  // A clique's labels and annotations are those of its pods. scheduling.md 3
  { kinds: ['grove.io/PodCliqueSet'], spec: ['spec', 'template', 'cliques', '*', 'spec', 'podSpec'], metadata: ['spec', 'template', 'cliques', '*'] },
  { kinds: ['grove.io/PodClique'], spec: ['spec', 'podSpec'], metadata: ['metadata'] },
  { kinds: ['nvidia.com/DynamoGraphDeployment'], spec: ['spec', 'services', '*', 'extraPodSpec'], metadata: ['spec', 'services', '*', 'extraPodMetadata'], main: DYNAMO_MAIN },
  { kinds: ['nvidia.com/DynamoGraphDeployment'], spec: ['spec', 'components', '*', 'podTemplate', 'spec'], metadata: ['spec', 'components', '*', 'podTemplate', 'metadata'], main: DYNAMO_MAIN },
  { kinds: ['nvidia.com/DynamoComponentDeployment'], spec: ['spec', 'extraPodSpec'], metadata: ['spec', 'extraPodMetadata'], main: DYNAMO_MAIN },
  { kinds: ['nvidia.com/DynamoComponentDeployment'], spec: ['spec', 'podTemplate', 'spec'], metadata: ['spec', 'podTemplate', 'metadata'], main: DYNAMO_MAIN },
  { kinds: ['nvidia.com/DynamoCheckpoint'], spec: ['spec', 'job', 'podTemplateSpec', 'spec'], metadata: ['spec', 'job', 'podTemplateSpec', 'metadata'] },
  {
    kinds: ['nvidia.com/DynamoGraphDeploymentRequest'],
    spec: ['spec', 'overrides', 'profilingJob', 'template', 'spec'],
    metadata: ['spec', 'overrides', 'profilingJob', 'template', 'metadata'],
  },
];

const ROWS = new Map<string, Row[]>();
for (const row of TABLE) for (const kind of row.kinds) addTo(ROWS, kind, row);

/** The kinds that hold pod templates, as `group/Kind` (`/Kind` in the core group), sorted. */
export function kindsWithPodTemplates(): string[] {
  return [...ROWS.keys()].sort();
}

/** The pod templates of an object; none for kinds that make no pods. */
export function podTemplatesOf(object: ManifestObject): PodTemplate[] {
  const rows = ROWS.get(`${object.group}/${object.kind}`) ?? [];
  return rows.flatMap((row) => places(object.manifest, row)).flatMap((place) => {
    const spec = record(valueAt(object.manifest, place.spec));
    return spec ? [PodTemplate._of(object, place, spec)] : [];
  });
}

function places(manifest: unknown, row: Row): Place[] {
  const star = row.spec.indexOf('*');
  if (star < 0) return [{ role: row.role ?? '', spec: [...row.spec], metadata: row.metadata && [...row.metadata], main: row.main }];
  const holder = valueAt(manifest, row.spec.slice(0, star));
  const entries: Array<[string | number, unknown]> = Array.isArray(holder) ? [...holder.entries()] : Object.entries(record(holder) ?? {});
  return entries.map(([key, entry]) => {
    const at = (path: JsonPath) => {
      const own = [...path];
      own[star] = key;
      return own;
    };
    const role = typeof key === 'string' ? key : text(record(entry)?.name) ?? text(record(entry)?.componentName) ?? String(key);
    return { role, spec: at(row.spec), metadata: row.metadata && at(row.metadata), main: row.main };
  });
}

function soleContainer(spec: { readonly [key: string]: unknown }): string | undefined {
  const containers = list(spec.containers);
  return containers.length === 1 ? text(record(containers[0])?.name) : undefined;
}
