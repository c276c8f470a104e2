import { Construct, IConstruct } from 'constructs';
import { objectName } from '../cluster/private/object-name';
import { invalid } from '../core/errors';
import { requireDnsSubdomain } from '../core/names';
import { KubePriorityClass } from '../crds/kubernetes';
import { KAI_NON_PREEMPTIBLE_FROM } from '../facts/kai';

/** Highest value of a class that is not the system's. Source: k8s.io/kubernetes pkg/apis/scheduling (HighestUserDefinablePriority). */
const HIGHEST_VALUE = 1_000_000_000;
const LOWEST_VALUE = -2_147_483_648;

/** A PriorityClass, ours or somebody else's. */
export interface IPriorityClass extends IConstruct {
  /** `metadata.name`; priority classes are cluster-scoped. */
  readonly name: string;
}

/** Options of a PriorityClass. */
export interface PriorityClassProps {
  /**
   * `metadata.name`.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;

  /**
   * Priority of the pods, at most 1,000,000,000. Under KAI, workloads of 100 and more are not preemptible, and so may use their queue's guarantee only.
   */
  readonly value: number;

  /**
   * What the class is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Whether pods of the class may make others give way, in schedulers that ask for it: `Never` is written where they may not.
   *
   * @default true
   */
  readonly preempting?: boolean;
}

class ImportedPriorityClass extends Construct implements IPriorityClass {
  constructor(scope: Construct, id: string, public readonly name: string) {
    super(scope, id);
    requireDnsSubdomain(this.node.path, 'name', name);
  }
}

/** A priority that pods and queues refer to by name. */
export class PriorityClass extends Construct implements IPriorityClass {
  /**
   * A class that somebody else created; the KAI chart makes `train` (50), `build-preemptible` (75), `build` (100), `inference` (125).
   *
   * @param priorityClassName `metadata.name` of that class
   * @throws when no class can have that name
   */
  public static fromPriorityClassName(scope: Construct, id: string, priorityClassName: string): IPriorityClass {
    return new ImportedPriorityClass(scope, id, priorityClassName);
  }

  public readonly name: string;

  /** Whether KAI may preempt workloads of this class, unless they say otherwise themselves: values below 100. */
  public readonly preemptible: boolean;

  /** @throws when the value is no whole number in the range */
  constructor(scope: Construct, id: string, props: PriorityClassProps) {
    super(scope, id);
    this.name = requireDnsSubdomain(this.node.path, 'name', props.name ?? objectName(this));
    const { value } = props;
    if (!Number.isInteger(value) || value < LOWEST_VALUE || value > HIGHEST_VALUE) {
      throw invalid({ path: this.node.path, value: `value: ${value}`, reason: 'no whole number up to 1,000,000,000', fix: `write one below ${KAI_NON_PREEMPTIBLE_FROM} for preemptible workloads, else ${KAI_NON_PREEMPTIBLE_FROM} or more` });
    }
    this.preemptible = value < KAI_NON_PREEMPTIBLE_FROM;
    new KubePriorityClass(this, 'Resource', {
      metadata: { name: this.name },
      value,
      description: props.description,
      preemptionPolicy: props.preempting === false ? 'Never' : undefined,
    });
  }
}
