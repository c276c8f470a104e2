import { pathText } from '../../lib/manifests/manifest';
import { ManifestSet } from '../../lib/manifests/manifest-set';

const of = (apiVersion: string, kind: string, name: string, rest: object = {}, namespace: string | undefined = 'a') => ({ apiVersion, kind, metadata: { name, namespace }, ...rest });

function referencesOf(manifest: object, ...others: object[]): string[] {
  return ManifestSet.of([manifest, ...others]).references.filter(({ source }) => source.manifest === manifest)
    .map(({ path, group, kind, name, namespace, optional, target }) => `${pathText(path)} -> ${group}/${kind} ${namespace ?? '-'}/${name}${optional ? ' optional' : ''}${target ? ' found' : ''}`);
}

test('A pod spec names Secrets, ConfigMaps, claims, accounts and classes', () => {
  expect(referencesOf(of('v1', 'Pod', 'p', {
    spec: {
      serviceAccountName: 'sa',
      imagePullSecrets: [{ name: 'pull' }],
      priorityClassName: 'high',
      resourceClaims: [{ name: 'x', resourceClaimName: 'claim' }, { name: 'y', resourceClaimTemplateName: 'template' }],
      volumes: [{ secret: { secretName: 's', optional: true } }, { configMap: { name: 'c' } }, { persistentVolumeClaim: { claimName: 'pvc' } }, { projected: { sources: [{ secret: { name: 'ps' } }] } }, {}],
      containers: [{ env: [{ name: 'A', value: 'x' }, { name: 'B', valueFrom: { secretKeyRef: { name: 'es', key: 'k', optional: true } } }], envFrom: [{ configMapRef: { name: 'ec' } }] }],
    },
  }), of('v1', 'Secret', 'pull'), of('v1', 'Secret', 's', {}, 'other'), of('scheduling.k8s.io/v1', 'PriorityClass', 'high', {}, ''))).toEqual([
    'spec.serviceAccountName -> /ServiceAccount a/sa',
    'spec.imagePullSecrets[0].name -> /Secret a/pull found',
    'spec.priorityClassName -> scheduling.k8s.io/PriorityClass -/high found',
    'spec.resourceClaims[0].resourceClaimName -> resource.k8s.io/ResourceClaim a/claim',
    'spec.resourceClaims[1].resourceClaimTemplateName -> resource.k8s.io/ResourceClaimTemplate a/template',
    'spec.volumes[0].secret.secretName -> /Secret a/s optional',
    'spec.volumes[1].configMap.name -> /ConfigMap a/c',
    'spec.volumes[2].persistentVolumeClaim.claimName -> /PersistentVolumeClaim a/pvc',
    'spec.volumes[3].projected.sources[0].secret.name -> /Secret a/ps',
    'spec.containers[0].env[1].valueFrom.secretKeyRef.name -> /Secret a/es optional',
    'spec.containers[0].envFrom[0].configMapRef.name -> /ConfigMap a/ec',
  ]);
});

test('A graph names its queue, its Secrets and what its components mount', () => {
  expect(referencesOf({
    apiVersion: 'nvidia.com/v1alpha1',
    kind: 'DynamoGraphDeployment',
    metadata: { name: 'g', annotations: { 'nvidia.com/kai-scheduler-queue': 'q' } },
    spec: { services: { Worker: { envFromSecret: 'hf', extraPodSpec: { mainContainer: { envFrom: [{ secretRef: { name: 'x' } }] } }, extraPodMetadata: { labels: { 'kai.scheduler/queue': 'r' } } } } },
  }, of('scheduling.run.ai/v2', 'Queue', 'q', {}, ''))).toEqual([
    'metadata.annotations[nvidia.com/kai-scheduler-queue] -> scheduling.run.ai/Queue -/q found',
    'spec.services.Worker.envFromSecret -> /Secret -/hf',
    'spec.services.Worker.extraPodSpec.mainContainer.envFrom[0].secretRef.name -> /Secret -/x',
    'spec.services.Worker.extraPodMetadata.labels[kai.scheduler/queue] -> scheduling.run.ai/Queue -/r',
  ]);
});

test.each<[object, string[]]>([
  [of('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rb', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: 'sa', namespace: 'b' }, { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'joe' }],
  }), ['roleRef.name -> rbac.authorization.k8s.io/ClusterRole -/view', 'subjects[0].name -> /ServiceAccount b/sa']],
  [of('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', {
    spec: { parentRefs: [{ name: 'gw', namespace: 'infra' }], rules: [{ backendRefs: [{ name: 'svc' }, { group: 'inference.networking.k8s.io', kind: 'InferencePool', name: 'pool' }] }] },
  }), [
    'spec.parentRefs[0].name -> gateway.networking.k8s.io/Gateway infra/gw',
    'spec.rules[0].backendRefs[0].name -> /Service a/svc',
    'spec.rules[0].backendRefs[1].name -> inference.networking.k8s.io/InferencePool a/pool',
  ]],
  [of('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' } } }), ['spec.scaleTargetRef.name -> apps/Deployment a/d']],
  [of('resource.k8s.io/v1', 'ResourceClaimTemplate', 't', { spec: { spec: { devices: { requests: [{ exactly: { deviceClassName: 'gpu.nvidia.com' } }] } } } }),
    ['spec.spec.devices.requests[0].exactly.deviceClassName -> resource.k8s.io/DeviceClass -/gpu.nvidia.com']],
  [of('scheduling.run.ai/v2', 'Queue', 'child', { spec: { parentQueue: 'root' } }, ''), ['spec.parentQueue -> scheduling.run.ai/Queue -/root']],
  [of('nvidia.com/v1alpha1', 'DynamoGraphDeployment', 'g', {
    spec: {
      envs: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'all', key: 'k' } } }],
      pvcs: [{ name: 'cache', create: true, storageClass: 'fast' }],
      topologyConstraint: { topologyProfile: 'racks' },
      services: {
        Worker: { envs: [{ name: 'B', valueFrom: { configMapKeyRef: { name: 'one', key: 'k', optional: true } } }], ingress: { tls: { secretName: 'tls' } } },
        Epp: { eppConfig: { configMapRef: { name: 'epp', key: 'k' } }, frontendSidecar: { envFromSecret: 'hf' } },
      },
    },
  }), [
    'spec.topologyConstraint.topologyProfile -> grove.io/ClusterTopologyBinding -/racks',
    'spec.pvcs[0].name -> /PersistentVolumeClaim a/cache',
    'spec.pvcs[0].storageClass -> storage.k8s.io/StorageClass -/fast',
    'spec.envs[0].valueFrom.secretKeyRef.name -> /Secret a/all',
    'spec.services.Worker.envs[0].valueFrom.configMapKeyRef.name -> /ConfigMap a/one optional',
    'spec.services.Epp.frontendSidecar.envFromSecret -> /Secret a/hf',
    'spec.services.Epp.eppConfig.configMapRef.name -> /ConfigMap a/epp',
    'spec.services.Worker.ingress.tls.secretName -> /Secret a/tls',
  ]],
  [of('nvidia.com/v1beta1', 'DynamoGraphDeployment', 'g', {
    spec: {
      topologyConstraint: { clusterTopologyName: 'racks' },
      components: [{ compilationCache: { pvcName: 'cache' }, experimental: { checkpoint: { checkpointRef: 'warm' }, gpuMemoryService: { deviceClassName: 'gpu.nvidia.com' } } }],
    },
  }), [
    'spec.topologyConstraint.clusterTopologyName -> grove.io/ClusterTopologyBinding -/racks',
    'spec.components[0].compilationCache.pvcName -> /PersistentVolumeClaim a/cache',
    'spec.components[0].experimental.checkpoint.checkpointRef -> nvidia.com/DynamoCheckpoint a/warm',
    'spec.components[0].experimental.gpuMemoryService.deviceClassName -> resource.k8s.io/DeviceClass -/gpu.nvidia.com',
  ]],
  [of('grove.io/v1alpha1', 'PodCliqueSet', 's', { spec: { template: { topologyConstraint: { topologyName: 'racks' }, cliques: [{ topologyConstraint: { topologyName: 'hosts' } }] } } }), [
    'spec.template.topologyConstraint.topologyName -> grove.io/ClusterTopologyBinding -/racks',
    'spec.template.cliques[0].topologyConstraint.topologyName -> grove.io/ClusterTopologyBinding -/hosts',
  ]],
  [of('scheduling.run.ai/v2alpha2', 'PodGroup', 'pg', { spec: { queue: 'q', topologyConstraint: { topology: 'racks' } } }), [
    'spec.queue -> scheduling.run.ai/Queue -/q', 'spec.topologyConstraint.topology -> kai.scheduler/Topology -/racks',
  ]],
  [of('apps/v1', 'StatefulSet', 'db', { spec: { serviceName: 'db', volumeClaimTemplates: [{ spec: { storageClassName: 'fast' } }] } }), [
    'spec.serviceName -> /Service a/db', 'spec.volumeClaimTemplates[0].spec.storageClassName -> storage.k8s.io/StorageClass -/fast',
  ]],
  [of('gateway.networking.k8s.io/v1', 'Gateway', 'gw', { spec: { gatewayClassName: 'istio', listeners: [{ tls: { certificateRefs: [{ name: 'cert', namespace: 'certs' }] } }] } }), [
    'spec.gatewayClassName -> gateway.networking.k8s.io/GatewayClass -/istio', 'spec.listeners[0].tls.certificateRefs[0].name -> /Secret certs/cert',
  ]],
  [of('inference.networking.x-k8s.io/v1alpha2', 'InferenceObjective', 'o', { spec: { poolRef: { name: 'pool' } } }), [
    'spec.poolRef.name -> inference.networking.k8s.io/InferencePool a/pool',
  ]],
  [of('v1', 'PersistentVolume', 'pv', { spec: { storageClassName: 'fast', claimRef: { name: 'cache', namespace: 'b' } } }, ''), [
    'spec.storageClassName -> storage.k8s.io/StorageClass -/fast', 'spec.claimRef.name -> /PersistentVolumeClaim b/cache',
  ]],
  [of('external-secrets.io/v1', 'ExternalSecret', 'hf', { spec: { secretStoreRef: { name: 'vault' }, dataFrom: [{ sourceRef: { storeRef: { kind: 'ClusterSecretStore', name: 'all' } } }] } }), [
    'spec.secretStoreRef.name -> external-secrets.io/SecretStore a/vault', 'spec.dataFrom[0].sourceRef.storeRef.name -> external-secrets.io/ClusterSecretStore -/all',
  ]],
  [of('cert-manager.io/v1', 'Certificate', 'c', { spec: { secretName: 'tls', issuerRef: { kind: 'ClusterIssuer', name: 'ca' } } }), ['spec.issuerRef.name -> cert-manager.io/ClusterIssuer -/ca']],
  [of('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'r', {
    spec: { chart: { spec: { sourceRef: { kind: 'HelmRepository', name: 'nvidia', namespace: 'flux' } } }, valuesFrom: [{ kind: 'Secret', name: 'values', optional: true }] },
  }), ['spec.chart.spec.sourceRef.name -> source.toolkit.fluxcd.io/HelmRepository flux/nvidia', 'spec.valuesFrom[0].name -> /Secret a/values optional']],
  [of('monitoring.coreos.com/v1', 'ServiceMonitor', 'm', { spec: { endpoints: [{ basicAuth: { password: { name: 'auth', key: 'k' } } }] } }), ['spec.endpoints[0].basicAuth.password.name -> /Secret a/auth']],
  [of('keda.sh/v1alpha1', 'ScaledObject', 'so', { spec: { scaleTargetRef: { name: 'd' }, triggers: [{ authenticationRef: { name: 'prom' } }] } }), [
    'spec.scaleTargetRef.name -> apps/Deployment a/d', 'spec.triggers[0].authenticationRef.name -> keda.sh/TriggerAuthentication a/prom',
  ]],
  [of('v1', 'Pod', 'odd', { spec: { volumes: 'x', imagePullSecrets: [null, { name: 5 }], containers: {} } }), []],
])('%#: what other fields name', (manifest, expected) => {
  expect(referencesOf(manifest)).toEqual(expected);
});

test('A cluster-scoped object is found although it writes a namespace, as a chart with a namespace makes it; another kind is not', () => {
  expect(referencesOf(of('v1', 'Pod', 'p', { spec: { priorityClassName: 'high', imagePullSecrets: [{ name: 'high' }] } }),
    of('scheduling.k8s.io/v1', 'PriorityClass', 'high', {}, 'charts'), of('v1', 'Secret', 'high', {}, 'charts'))).toEqual([
    'spec.imagePullSecrets[0].name -> /Secret a/high', 'spec.priorityClassName -> scheduling.k8s.io/PriorityClass -/high found',
  ]);
  expect(ManifestSet.of([of('v1', 'Secret', 's')]).find('', 'Secret', 's')).toBeUndefined();
});

test('Who names an object', () => {
  const set = ManifestSet.of([of('v1', 'Secret', 's'), of('v1', 'ServiceAccount', 'x', { imagePullSecrets: [{ name: 's' }] }), of('v1', 'Pod', 'p', { spec: { imagePullSecrets: [{ name: 's' }] } })]);
  expect(set.referencesTo(set.objects[0]).map(({ source }) => String(source))).toEqual(['ServiceAccount a/x', 'Pod a/p']);
  expect(set.referencesTo(set.objects[1])).toEqual([]);
});

test.each<[string, object, string]>([
  ['an ExternalSecret', of('external-secrets.io/v1', 'ExternalSecret', 's', { spec: {} }), 's'],
  ['an ExternalSecret with a target', of('external-secrets.io/v1', 'ExternalSecret', 'x', { spec: { target: { name: 's' } } }), 's'],
  ['a SealedSecret', of('bitnami.com/v1alpha1', 'SealedSecret', 's', { spec: {} }), 's'],
  ['a Certificate', of('cert-manager.io/v1', 'Certificate', 'x', { spec: { secretName: 's' } }), 's'],
])('A Secret that is made of %s is not unresolved: its maker is told', (_, maker, name) => {
  const pod = of('v1', 'Pod', 'p', { spec: { imagePullSecrets: [{ name }] } });
  const makerOf = (...manifests: object[]) => ManifestSet.of([pod, ...manifests]).references.find(({ source }) => source.name === 'p')?.maker?.kind;
  expect(makerOf(maker)).toBe((maker as { kind: string }).kind);
  expect(makerOf({ ...maker, metadata: { name: 's', namespace: 'other' } })).toBeUndefined();
  expect(makerOf(maker, of('v1', 'Secret', name))).toBeUndefined();
});

test('An ExternalSecret that fills a Secret, or makes none, is not its maker', () => {
  for (const creationPolicy of ['Merge', 'None']) {
    expect(ManifestSet.of([of('external-secrets.io/v1', 'ExternalSecret', 's', { spec: { target: { creationPolicy } } })]).makerOf('', 'Secret', 's', 'a')).toBeUndefined();
  }
});
