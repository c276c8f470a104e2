import { ApiObject } from 'cdk8s';
import { applyFragments, gpusWith, mergeMaps } from './apply-fragments';
import { withHubCacheVariable } from './hub-cache-variable';
import { mnnvlGroup } from './nvlink-checks';
import { graphQueueFragment, queueFragment } from './queue-fragment';
import type { NodePool } from '../../cluster';
import type { PodToleration } from '../../cluster/private/pool-pods';
import { invalid } from '../../core/errors';
import { isJsonObject, JsonObject } from '../../core/merge';
import { KubePod, PodSpec, PodTemplateSpec, Volume } from '../../crds/kubernetes';
import { gpusOf, isGpuResource } from '../../manifests/gpu-resources';
import type { JsonPath, Manifest } from '../../manifests/manifest';
import { ManifestObject, record, valueAt } from '../../manifests/manifest-object';
import { podCount } from '../../manifests/pod-count';
import { PodTemplate, podTemplatesOf } from '../../manifests/pod-templates';
import { PodFragment, PodFragmentProps, PodSelection } from '../pod-fragment';
import { QueueingOptions } from '../queueing';
import type { WorkloadOptions } from '../workload';

/** What is written into an object: into the pods that were selected, and into all of them. */
export interface PodEdits {
  readonly selected: readonly PodFragmentProps[];
  readonly everywhere: readonly PodFragmentProps[];
}

/** Operators that put pods into queues themselves: they read an annotation of the object. dynamo.md 3.6 */
const DYNAMO_GRAPH = 'DynamoGraphDeployment';

/** Id of the relation that lets GPU pods run on a pool. */
export const POOL_RELATION = 'pool';

/** Where a PodCliqueSet names the priority class of its gangs: with every Grove it reaches KAI, while a label does with older ones only. scheduling.md 3.6 */
const GANG_PRIORITY: JsonPath = ['spec', 'template', 'priorityClassName'];

/** API groups whose objects become PodCliques. */
const GROVE_GROUPS = ['grove.io', 'nvidia.com'];

/** Edits the manifest of an object when it renders, through the table of pod-template paths. */
export class PodEditor {
  private readonly render: () => Manifest;
  private priorityClassName?: string;

  constructor(
    private readonly path: string,
    private readonly object: ApiObject,
    private readonly options: WorkloadOptions,
    private readonly edits: () => PodEdits,
  ) {
    const render = object.toJson.bind(object) as () => Manifest;
    this.render = render;
    // The object is somebody else's, and what it renders is known only then: its own props may be lazy.
    object.toJson = () => this.edited(render());
  }

  /** GPU pods when all replicas run. */
  public gpuPods(): number {
    return this.gpuTemplates().reduce((sum, template) => sum + (podCount(template) ?? 0), 0);
  }

  /** Whether pods ask for GPUs, however many of them run. */
  public hasGpuPods(): boolean {
    return this.gpuTemplates().length > 0;
  }

  private gpuTemplates(): PodTemplate[] {
    const { selected } = this.edits();
    const given = selected.filter(({ pods }) => pods !== PodSelection.GPU);
    return this.selectedTemplates(this.render()).filter((template) => gpusWith(given, ownGpus(template)) > 0);
  }

  /** Names of extended resources that the containers ask for by themselves. */
  public ownResources(): string[] {
    const names = this.selectedTemplates(this.render()).flatMap((template) => template.containers.flatMap(({ container }) => (
      ['limits', 'requests'].flatMap((key) => Object.keys(record(record(container.resources)?.[key]) ?? {}))
    )));
    return [...new Set(names)].filter(isGpuResource).sort();
  }

  /** What puts all pods of the object into a queue. */
  public queueFragment(queue: string, options: QueueingOptions): PodFragment {
    this.priorityClassName = options.priorityClassName;
    return this.object.kind === DYNAMO_GRAPH ? graphQueueFragment(queue, options) : queueFragment(queue, options);
  }

  /** What lets the GPU pods run on the nodes of a pool. */
  public poolFragment(pool: NodePool, tolerations: PodToleration[]): PodFragment {
    return new PodFragment({ id: POOL_RELATION, pods: PodSelection.GPU, nodeSelector: pool.nodeLabels, tolerations });
  }

  private edited(manifest: Manifest): Manifest {
    const { selected, everywhere } = this.edits();
    if (selected.length + everywhere.length === 0) return manifest;
    const templates = podTemplatesOf(new ManifestObject(manifest as JsonObject));
    if (templates.length === 0) {
      throw invalid({
        path: this.path, value: `${manifest.kind} '${manifest.metadata?.name ?? ''}'`, reason: 'it has no pod template', fix: 'make the Workload of the object that makes the pods',
      });
    }
    if (mnnvlGroup(selected) !== undefined && !GROVE_GROUPS.includes(templates[0].object.group)) {
      throw invalid({
        path: this.path, value: `${manifest.kind} in Grove's NVLink group '${mnnvlGroup(selected)}'`, reason: 'Grove does not manage it', fix: 'attach a ComputeDomain',
      });
    }
    const edited = structuredClone(manifest) as JsonObject;
    const chosen = this.selectedTemplates(manifest);
    const specs = new Set(chosen.map(({ specPath }) => specPath.join('/')));
    for (const template of templates) {
      const into = [...everywhere, ...specs.has(template.specPath.join('/')) ? selected : []];
      if (into.length > 0) this.editTemplate(edited, template, into.map(asJson));
    }
    this.editMetadata(edited, [...selected, ...everywhere]);
    if (this.object.kind === 'PodCliqueSet') this.editGangPriority(edited);
    return inOrder(edited);
  }

  private editTemplate(manifest: JsonObject, template: PodTemplate, fragments: readonly PodFragmentProps[]): void {
    const { specPath, metadataPath } = template;
    const metadata = metadataPath && valueAt(manifest, metadataPath);
    const container = this.options.container ?? template.mainContainer ?? '';
    const spec = valueAt(manifest, specPath) as JsonObject;
    const { metadata: newMetadata, spec: newSpec } = applyFragments(
      { metadata, spec: withMain(spec, template) } as unknown as PodTemplateSpec, fragments, { path: this.path, container, gpus: ownGpus(template) },
    );
    setAt(manifest, specPath, newSpec);
    if (newMetadata === undefined) return;
    if (metadataPath) setAt(manifest, metadataPath, newMetadata);
  }

  private editMetadata(manifest: JsonObject, fragments: readonly PodFragmentProps[]): void {
    for (const [key, given] of [['labels', 'objectLabels'], ['annotations', 'objectAnnotations']] as const) {
      const before = record(valueAt(manifest, ['metadata', key])) as { [name: string]: string } | undefined;
      const merged = mergeMaps(this.path, [before ?? {}, ...fragments.map((fragment) => fragment[given] ?? {})]);
      if (merged) setAt(manifest, ['metadata', key], merged);
    }
  }

  private editGangPriority(manifest: JsonObject): void {
    const { priorityClassName: given } = this;
    const before = valueAt(manifest, GANG_PRIORITY) as string | undefined;
    if (given === undefined || before === given) return;
    if (before !== undefined) {
      throw invalid({ path: this.path, value: `priority classes '${before}' and '${given}'`, reason: 'a set has one', fix: 'name it in one of the two places' });
    }
    setAt(manifest, GANG_PRIORITY, given);
  }

  /** The templates that the workload stands for. */
  private selectedTemplates(manifest: Manifest): PodTemplate[] {
    const { container, role } = this.options;
    const object = new ManifestObject(manifest as JsonObject);
    const all = podTemplatesOf(object).filter((template) => role === undefined || template.role === role);
    const has = (template: PodTemplate) => template.containers.some(({ name, init }) => !init && name === container);
    const found = container === undefined ? all : all.filter((template) => has(template) || template.mainContainer === container);
    if (found.length === 0) {
      const roles = podTemplatesOf(object).map((template) => `${template.role === '' ? '' : `${template.role}: `}${namesIn(template)}`);
      throw invalid({
        path: this.path,
        value: [...role === undefined ? [] : [`role '${role}'`], ...container === undefined ? [] : [`container '${container}'`]].join(' and ') || object.toString(),
        reason: roles.length === 0 ? 'it has no pod template' : `its pods have ${roles.join('; ')}`,
        fix: 'name a container that is there',
      });
    }
    const unclear = container === undefined ? found.find((template) => template.mainContainer === undefined) : undefined;
    if (unclear) {
      throw invalid({
        path: this.path, value: `containers ${namesIn(unclear)}`, reason: 'it is not clear which of them serves', fix: "name it: Workload.fromApiObject(object, { container: '…' })",
      });
    }
    return found;
  }
}

function namesIn(template: PodTemplate): string {
  return template.containers.filter(({ init }) => !init).map(({ name }) => `'${name}'`).join(', ') || 'no container';
}

function ownGpus(template: PodTemplate): number {
  return template.containers.reduce((sum, { container, init }) => sum + (init ? 0 : gpusOf(container)), 0);
}

/** Dynamo's operator makes the main container where a component has none. dynamo.md 2.2 */
function withMain(spec: JsonObject, { mainContainer, object }: PodTemplate): JsonObject {
  const containers = Array.isArray(spec.containers) ? spec.containers as JsonObject[] : [];
  if (object.group !== 'nvidia.com' || containers.some(({ name }) => name === mainContainer)) return spec;
  if (object.version === 'v1alpha1') {
    throw invalid({
      path: String(object), value: 'a graph of nvidia.com/v1alpha1', reason: 'its containers lie outside of the pod template', fix: 'write it as nvidia.com/v1beta1',
    });
  }
  return { ...spec, containers: [...containers, { name: mainContainer }] };
}

/** A fragment with the keys that manifests have (only volumes spell some otherwise), and with what a Hugging Face cache is to programs that look for it. */
function asJson(fragment: PodFragmentProps): PodFragmentProps {
  const { volumes } = fragment;
  const found = withHubCacheVariable(fragment);
  if (volumes === undefined) return found;
  const pod = KubePod.manifest({ spec: { containers: [], volumes } }) as { readonly spec: PodSpec };
  return { ...found, volumes: pod.spec.volumes as Volume[] };
}

/** Keys in the order in which ApiObjects render them. */
function inOrder(manifest: JsonObject): Manifest {
  if (process.env.CDK8S_DISABLE_SORT) return manifest as Manifest;
  const { apiVersion, kind, metadata, ...others } = manifest;
  return sorted({ apiVersion, kind, metadata, ...sorted(others) as JsonObject }, false) as Manifest;
}

function sorted(value: unknown, byName = true): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item));
  if (!isJsonObject(value)) return value;
  const keys = byName ? Object.keys(value).sort() : Object.keys(value);
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}

function setAt(root: JsonObject, path: JsonPath, value: unknown): void {
  let node = root as { [key: string | number]: unknown };
  for (const step of path.slice(0, -1)) {
    if (!Array.isArray(node[step]) && !isJsonObject(node[step])) node[step] = {};
    node = node[step] as { [key: string | number]: unknown };
  }
  node[path[path.length - 1]] = value;
}
