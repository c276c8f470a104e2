import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { Cluster } from '../../cluster';
import {
  DeviceClaim, DeviceClaimV1Beta1, KubeResourceClaim, KubeResourceClaimTemplate, KubeResourceClaimTemplateV1Beta1, KubeResourceClaimTemplateV1Beta2,
  KubeResourceClaimV1Beta1, KubeResourceClaimV1Beta2,
} from '../../crds/kubernetes';

/** A ResourceClaim, in the newest version of its API that the cluster has. */
export function addResourceClaim(scope: Construct, id: string, metadata: ApiObjectMetadata, devices: DeviceClaim): ApiObject {
  switch (resourceApiVersion(scope)) {
    case 'v1beta1': return new KubeResourceClaimV1Beta1(scope, id, { metadata, spec: { devices: flat(devices) } });
    case 'v1beta2': return new KubeResourceClaimV1Beta2(scope, id, { metadata, spec: { devices } });
    default: return new KubeResourceClaim(scope, id, { metadata, spec: { devices } });
  }
}

/** A ResourceClaimTemplate, in the newest version of its API that the cluster has. */
export function addResourceClaimTemplate(scope: Construct, id: string, metadata: ApiObjectMetadata, devices: DeviceClaim): ApiObject {
  switch (resourceApiVersion(scope)) {
    case 'v1beta1': return new KubeResourceClaimTemplateV1Beta1(scope, id, { metadata, spec: { spec: { devices: flat(devices) } } });
    case 'v1beta2': return new KubeResourceClaimTemplateV1Beta2(scope, id, { metadata, spec: { spec: { devices } } });
    default: return new KubeResourceClaimTemplate(scope, id, { metadata, spec: { spec: { devices } } });
  }
}

/**
 * Version of `resource.k8s.io` to write. Without a cluster it is v1, and where the cluster has only shapes that nobody should write any more
 * (v1alpha2, v1alpha3) too: rule DRA-07 reports it. Source: infrastructure.md 2.2.
 */
export function resourceApiVersion(scope: Construct): string {
  const [newest] = Cluster.ofOrUndefined(scope)?.kubernetes.resourceApiVersions ?? [];
  return newest === 'v1beta1' || newest === 'v1beta2' ? newest : 'v1';
}

/** The shape of v1beta1, which has no `exactly`. Source: infrastructure.md 2.2. */
function flat({ requests, ...others }: DeviceClaim): DeviceClaimV1Beta1 {
  return { ...others, requests: requests?.map(({ exactly, ...request }) => ({ ...request, ...exactly })) };
}
