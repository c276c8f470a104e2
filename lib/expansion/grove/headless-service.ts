import { componentLabels, made, ownLabels } from './made';
import type { SetView } from './set-view';
import { headlessServiceName } from '../../facts/grove';
import { LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';

/** The Service that gives the pods of a replica their DNS names; it has no ports. scheduling.md 9.1 */
export function headlessServiceOf(set: SetView, replica: number): Manifest {
  const name = headlessServiceName(set.name, replica);
  const index = { [LABEL_KEYS.groveSetReplica]: String(replica) };
  return made(set, { apiVersion: 'v1', kind: 'Service', name, labels: { ...componentLabels(set, 'headlessService', name), ...index } }, {
    spec: {
      clusterIP: 'None',
      clusterIPs: ['None'],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'], // on a cluster of IPv4; the API server's choice
      ipFamilyPolicy: 'SingleStack',
      ...set.publishNotReadyAddresses ? { publishNotReadyAddresses: true } : {},
      selector: { ...ownLabels(set), ...index },
      sessionAffinity: 'None',
      type: 'ClusterIP',
    },
  });
}
