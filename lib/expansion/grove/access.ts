import { componentLabels, made } from './made';
import type { SetView } from './set-view';
import { podRoleName, serviceAccountName, tokenSecretName } from '../../facts/grove';
import type { Manifest } from '../../manifests/manifest';
import { namespaceText } from '../values';

/** What the init container of the start order may do, and as whom: ServiceAccount, Role, RoleBinding, token Secret. scheduling.md 9.1 */
export function accessOf(set: SetView): Manifest[] {
  const account = serviceAccountName(set.name);
  const role = podRoleName(set.name);
  const secret = tokenSecretName(set.name);
  // A label holds no colon.
  const label = role.replace(/:/g, '-');
  return [
    made(set, { apiVersion: 'v1', kind: 'ServiceAccount', name: account, labels: componentLabels(set, 'serviceAccount', account) }, {
      automountServiceAccountToken: true,
    }),
    made(set, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', name: role, labels: componentLabels(set, 'role', label) }, {
      rules: [{ apiGroups: [''], resources: ['pods', 'pods/status'], verbs: ['get', 'list', 'watch'] }],
    }),
    made(set, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', name: role, labels: componentLabels(set, 'roleBinding', label) }, {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace: namespaceText(set.namespace) }],
    }),
    // Not recorded. ai-dynamo/grove v0.1.0-alpha.12-rc1, operator/internal/controller/podcliqueset/components/satokensecret
    made(set, {
      apiVersion: 'v1',
      kind: 'Secret',
      name: secret,
      labels: componentLabels(set, 'tokenSecret', secret),
      annotations: { 'kubernetes.io/service-account.name': account },
    }, { type: 'kubernetes.io/service-account-token' }),
  ];
}
