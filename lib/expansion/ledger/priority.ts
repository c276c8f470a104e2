import { KAI_KIND_PRIORITIES, KAI_NON_PREEMPTIBLE_FROM, KAI_PRIORITY_CLASSES } from '../../facts/kai';
import { LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { record, strings, text } from '../../manifests/manifest-object';

/** Priority class of a kind that KAI does not list. scheduling.md 1.3 */
const OTHER_KINDS = 'train';

/** The priority classes of a set of objects and those of the KAI chart. */
export class PriorityClasses {
  private readonly values = new Map<string, number>(Object.entries(KAI_PRIORITY_CLASSES));
  private globalDefault?: string;

  constructor(objects: Iterable<Manifest>) {
    for (const object of objects) {
      if (object.kind !== 'PriorityClass' || typeof object.value !== 'number') continue;
      this.values.set(String(object.metadata?.name), object.value);
      if (object.globalDefault === true) this.globalDefault = String(object.metadata?.name);
    }
  }

  /**
   * Whether KAI lets a workload use only what its queue is guaranteed. scheduling.md 1.3
   *
   * @param told the class that a PodGang names
   */
  public nonPreemptible(top: Manifest, pod: Manifest, told: string | undefined): boolean {
    const labels = [top, pod].map(({ metadata }) => strings(metadata?.labels));
    const preemptibility = labels.map((each) => each[LABEL_KEYS.kaiPreemptibility]).find((value) => value);
    if (preemptibility !== undefined) return preemptibility === 'non-preemptible';
    const named = [...labels.map((each) => each[LABEL_KEYS.kaiPriorityClass]), told, text(record(pod.spec)?.priorityClassName)];
    // A class that does not exist is ignored.
    const known = named.find((name) => name !== undefined && this.values.has(name)) ?? KAI_KIND_PRIORITIES[top.kind] ?? OTHER_KINDS;
    return (this.values.get(known) ?? 0) >= KAI_NON_PREEMPTIBLE_FROM;
  }

  /** The same for the `spec` of a PodGroup that a user wrote. scheduling.md 1.2 ("PodGroup") */
  public isGroupNonPreemptible(spec: { readonly [key: string]: unknown }): boolean {
    if (typeof spec.preemptibility === 'string') return spec.preemptibility === 'non-preemptible';
    const named = [text(spec.priorityClassName), this.globalDefault].find((name) => name !== undefined && this.values.has(name));
    return (this.values.get(named ?? OTHER_KINDS) ?? 0) >= KAI_NON_PREEMPTIBLE_FROM;
  }
}
