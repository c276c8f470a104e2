import { ApiObjectMetadata, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject, mergeJson } from '../../core/merge';
import { PodCliqueSet, PodCliqueSetSpec } from '../../crds/grove';
import { overrideMetadata } from '../../workload/private/object-overrides';

/** What a set renders to: its spec without the lists of parts, and the parts, into which users' fragments are merged already. */
export interface RenderedSet {
  readonly spec: PodCliqueSetSpec;
  readonly cliques: readonly JsonObject[];
  readonly groups: readonly JsonObject[];
}

/** The manifest of a set. Fragments are merged first, then patches apply, as on every ApiObject. */
export class PodCliqueSetResource extends PodCliqueSet {
  private readonly specOverrides: JsonObject;

  constructor(scope: Construct, id: string, metadata: ApiObjectMetadata, overrides: JsonObject, private readonly render: () => RenderedSet) {
    super(scope, id, { metadata, spec: Lazy.any({ produce: () => this.mergedSpec() }) });
    this.specOverrides = overrideMetadata(this, scope.node.path, 'a PodCliqueSet', overrides);
  }

  private mergedSpec(): JsonObject {
    const { spec, cliques, groups } = this.render();
    const json = PodCliqueSet.manifest({ spec }).spec as JsonObject;
    const template = { ...json.template as JsonObject, cliques, ...groups.length > 0 ? { podCliqueScalingGroups: groups } : {} };
    return mergeJson({ ...json, template }, this.specOverrides);
  }
}
