import type { EnforcedBy } from './enforced-by';
import type { Severity } from './severity';
import { Expansion } from '../expansion/expansion';
import type { ClusterFacts } from '../facts/cluster-facts';
import type { KubernetesVersion } from '../facts/kubernetes-version';
import type { Release } from '../facts/release';
import type { JsonPath } from '../manifests/manifest';
import type { ManifestObject } from '../manifests/manifest-object';
import type { ManifestSet } from '../manifests/manifest-set';

/** What a rule reports of one object. */
export interface RuleProblem {
  /**
   * Where in the object: keys, and indices of lists as numbers.
   *
   * @default - the whole object
   */
  readonly path?: Array<string | number>;
  /** What is wrong, as a clause without a full stop. */
  readonly message: string;
  /** What to write instead, as an imperative without a full stop. */
  readonly fix: string;
  /**
   * How much it matters.
   *
   * @default - the rule's
   */
  readonly severity?: Severity;
  /**
   * Who refuses it, where that differs from object to object: pods are judged by the API server, what other kinds say of pods is not.
   *
   * @default - the rule's
   */
  readonly enforcedBy?: EnforcedBy;
}

/** What is known beside the manifests. */
export interface RuleFacts {
  /** Release line of the stack in the cluster. */
  readonly release?: Release;
  /** Minor version of the API server. */
  readonly kubernetes?: KubernetesVersion;
  /** The cluster: pools of nodes, how operators are configured. */
  readonly cluster?: ClusterFacts;
  /** What was applied before: for rules about changes. */
  readonly previous?: ManifestSet;
}

/** Where a context puts what rules report. */
export interface RuleSink {
  report(object: ManifestObject, problem: RuleProblem): void;
  notEvaluated(reason: string, object?: ManifestObject): void;
  defaulted(object: ManifestObject): { readonly [key: string]: unknown };
  /** @default - nothing */
  filled?(object: ManifestObject): readonly JsonPath[];
}

/** What a rule sees, and where it reports. Every rule sees one cluster; in one judgement all have the same context, so that they may share what they read. */
export class RuleContext {
  /** The objects of the cluster. */
  public readonly manifests: ManifestSet;
  /** Release line of the stack; undefined where nobody said. */
  public readonly release?: Release;
  /** Minor version of the API server; undefined where nobody said. */
  public readonly kubernetes?: KubernetesVersion;
  /** The cluster: pools of nodes, how operators are configured; undefined where nobody said. */
  public readonly cluster?: ClusterFacts;
  /** What was applied before; undefined where it was not given. */
  public readonly previous?: ManifestSet;
  /**
   * What operators will make of the manifests; the same for every rule, and made when the first one asks.
   *
   * @internal
   */
  public readonly _expansion: Expansion;
  private readonly sink: RuleSink;

  /** @internal */
  public static _of(manifests: ManifestSet, facts: RuleFacts, sink: RuleSink, expansion = new Expansion(manifests, facts.cluster)): RuleContext {
    return new RuleContext(manifests, facts, sink, expansion);
  }

  private constructor(manifests: ManifestSet, facts: RuleFacts, sink: RuleSink, expansion: Expansion) {
    this._expansion = expansion;
    this.manifests = manifests;
    this.release = facts.release;
    this.kubernetes = facts.kubernetes;
    this.cluster = facts.cluster;
    this.previous = facts.previous;
    this.sink = sink;
  }

  /** Reports something that is wrong with an object of the set. */
  public report(object: ManifestObject, problem: RuleProblem): void {
    this.sink.report(object, problem);
  }

  /**
   * Says that the rule could not be judged: a fact that nobody declared, a counterpart that is not in the set.
   *
   * @param reason what is missing, as a clause without a full stop
   * @param object the object that it was about. Default: the rule was not judged at all
   */
  public notEvaluated(reason: string, object?: ManifestObject): void {
    this.sink.notEvaluated(reason, object);
  }

  /**
   * The object with the defaults of its schema, as webhooks and controllers see it; as it is where there is no schema.
   * Paths are the same.
   */
  public defaulted(object: ManifestObject): { [key: string]: unknown } {
    return this.sink.defaulted(object);
  }

  /**
   * Required fields and entries of lists that a mutating webhook wrote for the author.
   *
   * @internal
   */
  public _filled(object: ManifestObject): readonly JsonPath[] {
    return this.sink.filled?.(object) ?? [];
  }

  /** The object as it was applied before: same kind, namespace and name. Undefined where there was none, or nothing was given. */
  public previousOf(object: ManifestObject): ManifestObject | undefined {
    return this.previous?.find(object.group, object.kind, object.name, object.namespace);
  }
}
