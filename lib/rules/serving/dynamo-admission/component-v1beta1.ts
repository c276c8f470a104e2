import { DynamoComponentView } from './dynamo-component-view';
import { MAIN_CONTAINER } from '../../../facts/dynamo-components';
import { Place } from '../../deployment/place';

/** A component of v1beta1: an entry of `components`, or the spec of a component deployment. */
export function componentV1beta1(place: Place): DynamoComponentView {
  return new ComponentV1beta1(place);
}

/** Each part is read when a rule asks for it: of most components rules look at few. */
class ComponentV1beta1 implements DynamoComponentView {
  constructor(public readonly place: Place) {}

  public get name(): string { return this.place.at('name').text; }
  public get type(): string { return this.place.at('type').text; }
  public get typePlace(): Place { return this.place.at('type'); }
  public get replicas(): Place { return this.place.at('replicas'); }
  public get minAvailable(): Place { return this.place.at('minAvailable'); }
  public get multinode(): Place { return this.place.at('multinode'); }
  public get sharedMemorySize(): Place { return this.place.at('sharedMemorySize'); }
  public get frontendSidecar(): Place { return this.place.at('frontendSidecar'); }
  public get eppConfig(): Place { return this.place.at('eppConfig'); }
  public get scalingAdapter(): Place { return this.place.at('scalingAdapter'); }
  public get topologyConstraint(): Place { return this.place.at('topologyConstraint'); }
  public get gpuMemoryService(): Place { return this.place.at('experimental', 'gpuMemoryService'); }
  public get failover(): Place { return this.place.at('experimental', 'failover'); }
  public get checkpoint(): Place { return this.place.at('experimental', 'checkpoint'); }
  public get runtimeVersionOverride(): Place { return this.place.at('runtimeVersionOverride'); }
  public get containers(): readonly Place[] { return this.containersPlace.items; }

  public get image(): Place {
    const { containersPlace, main } = this;
    return main ? main.at('image') : containersPlace.as(undefined);
  }

  public get resources(): readonly (readonly [string, Place])[][] {
    const { main } = this;
    return ['limits', 'requests'].map((key) => main?.at('resources', key).entries ?? []);
  }

  public get mounts(): readonly { readonly place: Place; readonly path: Place }[] {
    return (this.main?.at('volumeMounts').items ?? []).map((mount) => ({ place: mount, path: mount.at('mountPath') }));
  }

  private get containersPlace(): Place { return this.place.at('podTemplate', 'spec', 'containers'); }
  private get main(): Place | undefined { return this.containersPlace.named(MAIN_CONTAINER); }
}
