import { invalid } from '../../core/errors';
import { stableJson } from '../../core/stable-json';
import {
  PodCliqueSetSpecTemplateResourceClaimTemplates, PodCliqueSetSpecTemplateResourceSharing, PodCliqueSetSpecTemplateResourceSharingScope,
} from '../../crds/grove';
import { KAI_SCHEDULER } from '../../facts/kai';
import type { GroveScheduler } from '../grove-scheduler';
import { ClaimScope, SharedClaim } from '../shared-claim';

/** Which members of the owner share a claim, by name. */
export interface ShareFilter {
  readonly childCliqueNames?: string[];
  readonly childScalingGroupNames?: string[];
}

/** The claims that are shared at one level of a set: the set itself, a scaling group, a role. */
export class ClaimShares {
  private readonly shares = new Map<string, { readonly claim: SharedClaim; readonly rendered: PodCliqueSetSpecTemplateResourceSharing }>();

  constructor(private readonly path: string, private readonly scheduler: GroveScheduler) {}

  /** @throws when the same is shared twice, or what KAI would not schedule */
  public add(claim: SharedClaim, scope: ClaimScope, filter?: ShareFilter): void {
    const [gpuClass] = claim._gpuClasses;
    if (gpuClass !== undefined && this.scheduler.schedulerName === KAI_SCHEDULER) {
      throw invalid({
        path: this.path,
        value: `shared claim '${claim.name}' of device class '${gpuClass}'`,
        reason: 'KAI schedules no pod with a shared GPU claim that lacks the queue label, and Grove does not set it (GRV-16)',
        fix: 'give each pod GPUs of its own: gpus, or GpuClaimTemplate.attach(role)',
      });
    }
    if (this.shares.has(claim.name)) {
      throw invalid({ path: this.path, value: `claim '${claim.name}' shared twice`, reason: 'a claim is shared once at each level', fix: 'remove one of the two calls' });
    }
    this.shares.set(claim.name, {
      claim,
      rendered: {
        name: claim.name,
        namespace: claim.namespace,
        scope: scope === ClaimScope.ALL_REPLICAS
          ? PodCliqueSetSpecTemplateResourceSharingScope.ALL_REPLICAS : PodCliqueSetSpecTemplateResourceSharingScope.PER_REPLICA,
        filter,
      },
    });
  }

  public get claims(): SharedClaim[] {
    return [...this.shares.values()].map(({ claim }) => claim);
  }

  /** By name, so that the order of statements does not matter; undefined where nothing is shared. */
  public render(): PodCliqueSetSpecTemplateResourceSharing[] | undefined {
    const rendered = [...this.shares.values()].map((share) => share.rendered).sort((a, b) => (a.name < b.name ? -1 : 1));
    return rendered.length > 0 ? rendered : undefined;
  }
}

/** The templates that a set holds for its claims, by name. @throws where two of a name differ */
export function claimTemplates(path: string, claims: readonly SharedClaim[]): PodCliqueSetSpecTemplateResourceClaimTemplates[] | undefined {
  const byName = new Map<string, SharedClaim>();
  for (const claim of claims) {
    const known = byName.get(claim.name);
    if (known !== undefined && stableJson([known._devices, known.namespace]) !== stableJson([claim._devices, claim.namespace])) {
      throw invalid({ path, value: `two claims '${claim.name}' that differ`, reason: 'a set has one template of a name', fix: 'rename one of them, or share one SharedClaim everywhere' });
    }
    byName.set(claim.name, claim);
  }
  const templates = [...byName.values()].filter(({ _devices }) => _devices !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, _devices }) => ({ name, templateSpec: { spec: { devices: _devices } } }));
  return templates.length > 0 ? templates : undefined;
}
