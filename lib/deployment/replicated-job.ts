import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { JobProgress } from './job-progress';
import type { JobSet } from './job-set';
import { NodeCountOptions } from './node-count-options';
import { spanOf } from './private/node-span';
import { wholeSeconds } from './private/whole-seconds';
import { TopologyLevel } from './topology-level';
import type { NodePool } from '../cluster';
import { checkAtSynth, SynthFinding } from '../cluster/private/synth-checks';
import { invalid } from '../core/errors';
import { JsonObject, mergeJson, overridesOf } from '../core/merge';
import { isServiceName } from '../core/names';
import { indexBelow, wholeNumber } from '../core/ranges';
import { JobSet as JobSetResource, JobSetSpecReplicatedJobs, JobSetSpecReplicatedJobsDependsOnStatus } from '../crds/jobset';
import type { ObjectMeta, PodSpec } from '../crds/kubernetes';
import { JOBSET_EXCLUSIVE_TOPOLOGY, JOBSET_MOST_DEPENDENCIES, JOBSET_POD_SUFFIX, jobSetPodHostname } from '../facts/job-controllers';
import { ANNOTATION_KEYS } from '../facts/label-keys';
import { IWorkload, PodFragment } from '../workload';
import { FragmentList } from '../workload/private/fragment-list';
import { refuseObjectMetadata } from '../workload/private/object-metadata';
import { OwnField, refuseFieldsOf } from '../workload/private/own-fields';
import { RolePods } from '../workload/private/role-pods';

/** What the controllers of Jobs and of JobSets write over. kubernetes-sigs/jobset v0.11.1, pkg/controllers/jobset_controller.go (constructJob) */
const OVERWRITTEN: readonly OwnField[] = [
  { field: 'hostname', reason: 'the Job controller writes it itself', fix: 'leave it out; hostname() says what it will be' },
  { field: 'subdomain', reason: 'JobSet writes it itself', fix: 'give the set its subdomain' },
];

/** Options of a replicated Job. `nodes` are the pods of each Job that run at a time. */
export interface ReplicatedJobProps extends NodeCountOptions {
  /**
   * Jobs, all alike.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Pods of each Job that have to succeed, each of its own index; at least `nodes`.
   *
   * @default - as many as nodes
   */
  readonly completions?: number;

  /**
   * How often pods of a Job are tried again, before it fails.
   *
   * @default - that of Jobs, 6
   */
  readonly retries?: number;

  /**
   * How long a Job may run, with its retries, in whole seconds.
   *
   * @default - for ever
   */
  readonly activeDeadline?: Duration;

  /**
   * Level of which each Job has a domain of its own, that no other Job enters. In a queue of KAI its pods then start one by one, not as a gang.
   *
   * @default - that of the set
   */
  readonly exclusiveLevel?: TopologyLevel;

  /**
   * Fragment of its entry in the manifest in JSON names, merged last: objects key by key, lists as a whole.
   *
   * @default - none
   */
  readonly overrides?: unknown;
}

/** Jobs of one kind in a JobSet. Made by `addJob()` of the set. */
export class ReplicatedJob extends Construct implements IWorkload {
  /** Name in the set, part of hostnames. */
  public readonly name: string;

  /** Jobs, all alike. */
  public readonly replicas: number;

  /** Pods, and so nodes, of each Job that run at a time. */
  public readonly nodes: number;

  /** Pods of each Job that have to succeed. */
  public readonly completions: number;

  private readonly dependencies = new Map<ReplicatedJob, JobProgress>();
  private readonly pods: RolePods;
  private readonly fragments: FragmentList;
  private readonly findings: SynthFinding[];
  private readonly overrides: JsonObject;
  private readonly deadline?: number;

  /**
   * @param set the JobSet
   * @throws when JobSet or Kubernetes would refuse the Jobs
   */
  constructor(private readonly set: JobSet, id: string, private readonly props: ReplicatedJobProps) {
    super(set, id);
    const { path } = this.node;
    this.name = id;
    this.replicas = wholeNumber(path, 'replicas', props.replicas ?? 1);
    const { nodes = props.parallelism ? undefined : 1 } = props;
    const span = spanOf(this, { ...props, nodes }, this.replicas);
    this.nodes = span.nodes;
    this.findings = span.findings;
    this.completions = wholeNumber(path, 'completions', props.completions ?? this.nodes);
    if (this.completions < this.nodes) {
      throw invalid({
        path, value: `completions: ${this.completions} of ${this.nodes} pods at a time`, reason: 'a Job makes no more pods than it needs, and KAI waits for all of them', fix: 'use at most as many nodes as completions',
      });
    }
    this.requireNames();
    refuseFieldsOf(path, 'podSpec', props.podSpec, OVERWRITTEN);
    requireEnd(path, props.podSpec);
    if (props.retries !== undefined) wholeNumber(path, 'retries', props.retries, 0);
    this.deadline = wholeSeconds(path, 'activeDeadline', props.activeDeadline);
    this.overrides = overridesOf(props.overrides, path);
    this.fragments = new FragmentList(path);
    const gpus = span.gpusPerPod > 0 && span.findings.length === 0 ? span.gpusPerPod : undefined;
    this.pods = new RolePods(this, { ...props, gpus, pool: span.pool }, () => this.fragments.with(set._fragments));
    checkAtSynth(this, () => (this.findings.length > 0 ? this.findings : this.pods.check(this.nodes > 1)));
  }

  public get gpuNodes(): number {
    return this.pods.gpus() > 0 ? this.replicas * this.nodes : 0;
  }

  public get gpuPools(): NodePool[] {
    const { pool } = this.pods;
    return pool && this.gpuNodes > 0 ? [pool] : [];
  }

  public addToPods(fragment: PodFragment): void {
    refuseObjectMetadata(this.node.path, fragment, 'the whole set, not with some of its Jobs', 'the JobSet');
    this.fragments.add(fragment);
  }

  /**
   * Lets the Jobs start after others of the set.
   *
   * @param other what they wait for
   * @param progress how far all its Jobs have to be
   * @throws when that makes a circle, or the set starts its Jobs in order anyway
   */
  public startsAfter(other: ReplicatedJob, progress: JobProgress = JobProgress.READY): void {
    const { path } = this.node;
    const value = `startsAfter '${other.name}'`;
    if (other.set !== this.set) throw invalid({ path, value, reason: 'it is part of another JobSet', fix: 'name a Job of the same set' });
    if (this.set._inOrder) {
      throw invalid({ path, value, reason: 'the set starts its Jobs in the order in which they are declared, and JobSet allows one of the two', fix: 'leave out order, or declare the Jobs in that order' });
    }
    if (other.waitsFor(this)) throw invalid({ path, value, reason: `'${other.name}' waits for '${this.name}' itself, so neither would start`, fix: 'remove one of the two' });
    const before = this.dependencies.get(other);
    if (before !== undefined && before !== progress) {
      throw invalid({ path, value: `${value} ${before.name} and ${progress.name}`, reason: 'a Job waits for another once', fix: 'remove one of the two' });
    }
    this.dependencies.set(other, progress);
    if (this.dependencies.size > JOBSET_MOST_DEPENDENCIES) {
      throw invalid({ path, value: `${this.dependencies.size} Jobs to wait for`, reason: `JobSet allows ${JOBSET_MOST_DEPENDENCIES}`, fix: 'wait for the last of them only' });
    }
    this.set._regroup();
  }

  /**
   * Hostname of a pod; its `metadata.name` has a random suffix.
   *
   * @param job from 0
   * @param pod of the Job, from 0
   */
  public hostname(job: number = 0, pod: number = 0): string {
    indexBelow(this.node.path, 'job', job, this.replicas);
    indexBelow(this.node.path, 'pod', pod, this.completions);
    return jobSetPodHostname(this.set.name, this.name, job, pod);
  }

  /**
   * DNS name of a pod, while it runs; before it is ready too, unless the set says otherwise.
   *
   * @param job from 0
   * @param pod of the Job, from 0
   * @throws when the set gives its pods none
   */
  public dnsName(job: number = 0, pod: number = 0): string {
    this.hostname(job, pod);
    return this.set.dnsNameOf(this.name, job, pod);
  }

  /** What it waits for. @internal */
  public get _dependencies(): ReplicatedJob[] {
    return [...this.dependencies.keys()];
  }

  /** @internal */
  public _render(): JsonObject {
    const { retries } = this.props;
    const dependsOn = [...this.dependencies].map(([{ name }, progress]) => (
      { name, status: progress.name as JobSetSpecReplicatedJobsDependsOnStatus }
    ));
    const entry: JobSetSpecReplicatedJobs = {
      name: this.name,
      // Written although there is a default, because so are the nodes.
      replicas: this.replicas,
      dependsOn: dependsOn.length > 0 ? dependsOn.sort((a, b) => (a.name < b.name ? -1 : 1)) : undefined,
      template: {
        metadata: this.jobMetadata(),
        spec: {
          parallelism: this.nodes,
          // The webhook makes the Job an indexed one, which needs the number.
          completions: this.completions,
          backoffLimit: retries,
          activeDeadlineSeconds: this.deadline,
          template: this.pods.render(),
        },
      },
    };
    const json = JobSetResource.manifest({ spec: { replicatedJobs: [entry] } }).spec.replicatedJobs[0] as JsonObject;
    return mergeJson(json, this.overrides);
  }

  private jobMetadata(): ObjectMeta | undefined {
    const { exclusiveLevel } = this.props;
    // JobSet makes the other pods of a Job that has a domain of its own once the first has a node, and KAI would give it none before all are there:
    // as a gang it would never start. kubernetes-sigs/jobset v0.11.1, pkg/webhooks/pod_admission_webhook.go; kai-scheduler v0.17.0, plugins/jobset
    const oneByOne = this.set._isQueued && this.nodes > 1 && (exclusiveLevel ?? this.set._exclusiveLevel) !== undefined;
    if (!exclusiveLevel && !oneByOne) return undefined;
    return {
      annotations: {
        ...exclusiveLevel && { [JOBSET_EXCLUSIVE_TOPOLOGY]: exclusiveLevel.nodeLabel },
        ...oneByOne && { [ANNOTATION_KEYS.kaiBatchMinMember]: '1' },
      },
    };
  }

  private waitsFor(other: ReplicatedJob): boolean {
    return this === other || this._dependencies.some((each) => each.waitsFor(other));
  }

  /** Names of Jobs and pods have to be DNS labels that begin with a letter. kubernetes-sigs/jobset v0.11.1, pkg/webhooks/jobset_webhook.go */
  private requireNames(): void {
    const longest = `${jobSetPodHostname(this.set.name, this.name, this.replicas - 1, this.completions - 1)}${JOBSET_POD_SUFFIX}`;
    if (isServiceName(longest)) return;
    throw invalid({
      path: this.node.path, value: `'${longest}'`, reason: 'a pod would have such a name, which is no DNS label of at most 63 characters', fix: 'use short names of lower-case letters, digits and inner hyphens for the set and the Job',
    });
  }
}

/** A pod of a Job comes to an end. */
function requireEnd(path: string, { restartPolicy }: PodSpec): void {
  if (restartPolicy === undefined || restartPolicy === 'OnFailure' || restartPolicy === 'Never') return;
  throw invalid({ path, value: `podSpec.restartPolicy: '${restartPolicy}'`, reason: 'a Job takes OnFailure and Never', fix: 'leave it out for OnFailure' });
}
