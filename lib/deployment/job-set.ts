import { ApiObject, Chart, Duration, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { GangOrder } from './gang-order';
import { JobFailureRuleProps } from './job-failure-rule';
import { JobSetRestart } from './job-set-restart';
import { startingOrder } from './private/starting-order';
import { wholeSeconds } from './private/whole-seconds';
import { ReplicatedJob, ReplicatedJobProps } from './replicated-job';
import { TopologyLevel } from './topology-level';
import type { NodePool } from '../cluster';
import { objectName } from '../cluster/private/object-name';
import { invalid } from '../core/errors';
import { JsonObject, mergeJson, overridesOf } from '../core/merge';
import { isServiceName } from '../core/names';
import { wholeNumber } from '../core/ranges';
import {
  JobSet as JobSetResource, JobSetSpec, JobSetSpecFailurePolicy, JobSetSpecFailurePolicyRestartStrategy, JobSetSpecFailurePolicyRules,
  JobSetSpecFailurePolicyRulesAction, JobSetSpecStartupPolicyStartupPolicyOrder, JobSetSpecSuccessPolicy, JobSetSpecSuccessPolicyOperator,
} from '../crds/jobset';
import { headlessDnsName } from '../facts/headless-dns-name';
import { JOBSET_EXCLUSIVE_TOPOLOGY, JOBSET_RULE_NAME, jobSetPodHostname } from '../facts/job-controllers';
import { ANNOTATION_KEYS } from '../facts/label-keys';
import { valueAt } from '../manifests/manifest-object';
import { IQueuedWorkload, PodFragment, QueueingOptions } from '../workload';
import { FragmentList } from '../workload/private/fragment-list';
import { writeObjectMetadata } from '../workload/private/object-metadata';
import { overrideMetadata } from '../workload/private/object-overrides';
import { queueFragment, requireOneQueue } from '../workload/private/queue-fragment';

/** Longest name of a failure rule. Source: as JOBSET_RULE_NAME. */
const LONGEST_RULE_NAME = 128;

/** Options of a JobSet. */
export interface JobSetProps {
  /**
   * `metadata.name`, a DNS label that begins with a letter; hostnames begin with it.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;

  /**
   * In which order the Jobs start.
   *
   * @default GangOrder.FREE
   */
  readonly order?: GangOrder;

  /**
   * How often the set starts again after a Job failed.
   *
   * @default - JobSet's, 0
   */
  readonly maxRestarts?: number;

  /**
   * How it starts again.
   *
   * @default - JobSet's, JobSetRestart.RECREATE
   */
  readonly restart?: JobSetRestart;

  /**
   * Name of the headless Service that gives the pods their DNS names.
   *
   * @default - the name of the set
   */
  readonly subdomain?: string;

  /**
   * Whether the pods have DNS names.
   *
   * @default true
   */
  readonly hostnames?: boolean;

  /**
   * Whether pods have DNS names before they are ready. Ranks that wait for each other before they are ready need it.
   *
   * @default true
   */
  readonly publishNotReadyAddresses?: boolean;

  /**
   * Level of which each Job has a domain of its own, that no other Job enters: for example a rack. In a queue of KAI its pods then start one by one,
   * not as a gang: where they only are to be near each other, `topology.pack()` keeps the gang.
   *
   * @default - Jobs run anywhere
   */
  readonly exclusiveLevel?: TopologyLevel;

  /**
   * Whether the set waits until somebody, for example Kueue, sets it going.
   *
   * @default false
   */
  readonly suspended?: boolean;

  /**
   * How long the finished set is kept, in whole seconds.
   *
   * @default - for ever
   */
  readonly ttlAfterFinished?: Duration;

  /**
   * Fragment of the manifest in JSON names, merged last: objects key by key, lists as a whole.
   *
   * @default - none
   */
  readonly overrides?: unknown;
}

/**
 * Jobs of several kinds that are one program, with DNS names for their pods: a JobSet `jobset.x-k8s.io/v1alpha2`. For what ends: training, quantization,
 * benchmarks over several nodes. Needs the JobSet controller.
 *
 * KAI schedules the set as one gang, of which each Job is a part. Jobs stand in the manifest after those that they wait for, else by name.
 */
export class JobSet extends Construct implements IQueuedWorkload {
  /** `metadata.name`. */
  public readonly name: string;

  /** @internal */
  public readonly _fragments: FragmentList;

  private readonly resource: ApiObject;
  private readonly added: ReplicatedJob[] = [];
  private readonly rules = new Map<string, JobFailureRuleProps>();
  private readonly ttl?: number;
  private readonly hasOwnMinimum: boolean;
  private success?: JobSetSpecSuccessPolicy;
  private queueName?: string;

  /** @throws when JobSet would refuse the set */
  constructor(scope: Construct, id: string, private readonly props: JobSetProps = {}) {
    super(scope, id);
    const { path } = this.node;
    this.name = props.name ?? objectName(this);
    requireService(path, 'name', this.name);
    if (props.subdomain !== undefined) requireService(path, 'subdomain', props.subdomain);
    if (props.maxRestarts !== undefined) wholeNumber(path, 'maxRestarts', props.maxRestarts, 0);
    this.ttl = wholeSeconds(path, 'ttlAfterFinished', props.ttlAfterFinished, 0);
    this._fragments = new FragmentList(path);
    const annotations = props.exclusiveLevel && { [JOBSET_EXCLUSIVE_TOPOLOGY]: props.exclusiveLevel.nodeLabel };
    this.resource = new JobSetResource(this, 'Resource', {
      metadata: { name: this.name, annotations },
      spec: Lazy.any({ produce: () => mergeJson(this.render(), specOverrides) }),
    });
    const overrides = overridesOf(props.overrides, path);
    const specOverrides = overrideMetadata(this.resource, path, 'a JobSet', overrides);
    this.hasOwnMinimum = valueAt(overrides, ['metadata', 'annotations', ANNOTATION_KEYS.kaiBatchMinMember]) !== undefined;
  }

  /** Jobs in the order of the manifest. */
  public get jobs(): ReplicatedJob[] {
    return this._inOrder ? [...this.added] : startingOrder(this.added);
  }

  /**
   * Name of the headless Service of the pods.
   *
   * @throws when the pods have no DNS names
   */
  public get subdomain(): string {
    if (this.props.hostnames === false) {
      throw invalid({ path: this.node.path, value: 'hostnames: false', reason: 'the pods have no DNS names', fix: 'leave it out' });
    }
    return this.props.subdomain ?? this.name;
  }

  public get gpuNodes(): number {
    return this.added.reduce((sum, job) => sum + job.gpuNodes, 0);
  }

  public get gpuPools(): NodePool[] {
    return [...new Set(this.jobs.flatMap((job) => job.gpuPools))];
  }

  /**
   * Adds Jobs of one kind.
   *
   * @param name name of the replicated Job, part of hostnames
   */
  public addJob(name: string, props: ReplicatedJobProps): ReplicatedJob {
    if (this.added.some((job) => job.name === name)) {
      throw invalid({ path: this.node.path, value: `'${name}' twice`, reason: 'replicated Jobs of a set have different names', fix: 'use another name, or replicas' });
    }
    const job = new ReplicatedJob(this, name, props);
    this.added.push(job);
    this._regroup();
    return job;
  }

  /**
   * DNS name of a pod, for `command`, `args` and `env` of pods before there are any: `dnsName()` of its Jobs is the same.
   *
   * @param name name of the replicated Job
   * @param job from 0
   * @param pod of the Job, from 0
   * @throws when the pods have no DNS names
   */
  public dnsNameOf(name: string, job: number = 0, pod: number = 0): string {
    return headlessDnsName(jobSetPodHostname(this.name, name, job, pod), this.subdomain, Chart.of(this).namespace);
  }

  /**
   * The set succeeds as soon as one Job of these does; the others are ended.
   *
   * @param jobs which Jobs decide; none for all
   */
  public succeedsWithAny(...jobs: ReplicatedJob[]): void {
    this.decideBy(JobSetSpecSuccessPolicyOperator.ANY, jobs);
  }

  /**
   * The set succeeds when all Jobs of these have; the others are ended. Without this call all Jobs of the set have to.
   *
   * @param jobs which Jobs decide; none for all
   */
  public succeedsWithAll(...jobs: ReplicatedJob[]): void {
    this.decideBy(JobSetSpecSuccessPolicyOperator.ALL, jobs);
  }

  /**
   * Adds a rule for failed Jobs. The first that fits decides, in the order in which they are added; where none fits, the set starts again while it has restarts.
   *
   * @param name of the rule, for events: a letter first, then letters, digits, `_`, `,` and `:`
   */
  public addFailureRule(name: string, props: JobFailureRuleProps): void {
    const { path } = this.node;
    if (!JOBSET_RULE_NAME.test(name) || name.length > LONGEST_RULE_NAME) {
      throw invalid({ path, value: `failure rule '${name}'`, reason: `not letters, digits, '_', ',' and ':' with a letter first, at most ${LONGEST_RULE_NAME}`, fix: "name it like 'hostMaintenance'" });
    }
    if (this.rules.has(name)) throw invalid({ path, value: `failure rule '${name}' twice`, reason: 'rules of a set have different names', fix: 'use another name' });
    this.requireOwn(props.jobs ?? []);
    this.rules.set(name, props);
  }

  public addToPods(fragment: PodFragment): void {
    this._fragments.add(fragment);
    writeObjectMetadata(this.resource, fragment);
  }

  public joinQueue(queueName: string, options: QueueingOptions = {}): void {
    this.queueName = requireOneQueue(this.node.path, this.queueName, queueName, 'a set');
    this.addToPods(queueFragment(queueName, options));
    this._regroup();
  }

  /** @internal */
  public get _isQueued(): boolean {
    return this.queueName !== undefined;
  }

  /** @internal */
  public get _exclusiveLevel(): TopologyLevel | undefined {
    return this.props.exclusiveLevel;
  }

  /** @internal */
  public get _inOrder(): boolean {
    return this.props.order === GangOrder.IN_ORDER;
  }

  /**
   * KAI waits for the pods of all replicated Jobs before it starts any, and of those that wait for others JobSet makes none before:
   * it is told how many there are at first. kai-scheduler/KAI-Scheduler v0.17.0, pkg/podgrouper/podgrouper/plugins/jobset
   *
   * @internal
   */
  public _regroup(): void {
    const first = this.added.filter(({ _dependencies }) => _dependencies.length === 0).length;
    if (this.queueName === undefined || this.hasOwnMinimum || first === this.added.length) return;
    this.resource.metadata.addAnnotation(ANNOTATION_KEYS.kaiBatchMinMember, `${first}`);
  }

  private decideBy(operator: JobSetSpecSuccessPolicyOperator, jobs: readonly ReplicatedJob[]): void {
    this.requireOwn(jobs);
    if (this.success) throw invalid({ path: this.node.path, value: 'success decided twice', reason: 'a set has one success policy', fix: 'remove one of the two calls' });
    this.success = { operator, targetReplicatedJobs: jobs.length > 0 ? jobs.map(({ name }) => name).sort() : undefined };
  }

  private requireOwn(jobs: readonly ReplicatedJob[]): void {
    const stranger = jobs.find((job) => !this.added.includes(job));
    if (stranger) throw invalid({ path: this.node.path, value: `'${stranger.name}'`, reason: 'it is part of another JobSet', fix: 'name Jobs of this one' });
  }

  private render(): JsonObject {
    const { hostnames, subdomain, publishNotReadyAddresses, suspended } = this.props;
    const hasNetwork = [hostnames, subdomain, publishNotReadyAddresses].some((each) => each !== undefined);
    const spec: JobSetSpec = {
      network: hasNetwork ? { enableDnsHostnames: hostnames, subdomain, publishNotReadyAddresses } : undefined,
      startupPolicy: this._inOrder ? { startupPolicyOrder: JobSetSpecStartupPolicyStartupPolicyOrder.IN_ORDER } : undefined,
      successPolicy: this.success,
      failurePolicy: this.failurePolicy(),
      suspend: suspended,
      ttlSecondsAfterFinished: this.ttl,
    };
    return { ...JobSetResource.manifest({ spec }).spec as JsonObject, replicatedJobs: this.jobs.map((job) => job._render()) };
  }

  private failurePolicy(): JobSetSpecFailurePolicy | undefined {
    const { maxRestarts, restart } = this.props;
    if (maxRestarts === undefined && restart === undefined && this.rules.size === 0) return undefined;
    const rules = [...this.rules].map(([name, { action, jobs, reasons, messagePatterns }]): JobSetSpecFailurePolicyRules => ({
      name,
      action: action.name as JobSetSpecFailurePolicyRulesAction,
      targetReplicatedJobs: jobs?.map((job) => job.name),
      onJobFailureReasons: reasons?.map((reason) => reason.name),
      onJobFailureMessagePatterns: messagePatterns,
    }));
    return {
      maxRestarts,
      restartStrategy: restart?.name as JobSetSpecFailurePolicyRestartStrategy | undefined,
      rules: rules.length > 0 ? rules : undefined,
    };
  }
}

function requireService(path: string, prop: string, value: string): void {
  if (isServiceName(value)) return;
  throw invalid({ path, value: `${prop}: '${value}'`, reason: 'the Service of its pods has the name, so it must be a DNS label that begins with a letter', fix: 'use lower-case letters, digits and inner hyphens' });
}
