import { ClaimSpec, claimSpecsIn } from './claim-spec';
import type { RuleContext } from '../../admission/rule-context';
import { GPU_DRIVER } from '../../facts/dra-devices';
import type { ManifestObject } from '../../manifests/manifest-object';
import { Place } from '../deployment/place';

/** A configuration for the driver of GPUs, in a claim or in a class. */
export interface DriverConfig {
  readonly object: ManifestObject;
  /** `opaque.parameters`. */
  readonly place: Place;
  readonly kind: string;
  /** Names of the requests that it is for; none for all. */
  readonly requests: readonly Place[];
  /** The claim that it is written in; undefined in a class. */
  readonly claim?: ClaimSpec;
}

/** The configurations for the driver of GPUs. */
export function driverConfigsIn({ manifests }: RuleContext): DriverConfig[] {
  const inClaims = claimSpecsIn(manifests).flatMap((claim) => configsBelow(claim.object, claim.place.at('devices', 'config'), claim));
  const inClasses = manifests.ofKind('resource.k8s.io', 'DeviceClass').flatMap((object) => configsBelow(object, new Place(object.manifest).at('spec', 'config')));
  return [...inClaims, ...inClasses];
}

function configsBelow(object: ManifestObject, list: Place, claim?: ClaimSpec): DriverConfig[] {
  return list.items.filter((item) => item.at('opaque', 'driver').text === GPU_DRIVER).map((item) => {
    const place = item.at('opaque', 'parameters');
    return { object, place, kind: place.at('kind').text, requests: item.at('requests').items, claim };
  });
}
