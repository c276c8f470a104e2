import { Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import { crds } from '../../lib';

function chart(): Chart {
  return new Chart(Testing.app(), 'test', { namespace: 'inference', labels: { app: 'x' } });
}

describe('a construct of crds', () => {
  test('renders apiVersion, kind, metadata and the keys of the schema', () => {
    const scope = chart();
    new crds.kubernetes.KubeService(scope, 'service', { metadata: { name: 'frontend' }, spec: { clusterIp: 'None', ports: [{ port: 8000 }] } });
    expect(scope.toJson()).toEqual([{
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'frontend', namespace: 'inference', labels: { app: 'x' } },
      spec: { clusterIP: 'None', ports: [{ port: 8000 }] },
    }]);
  });

  test('maps keys after Lazy values are resolved', () => {
    const scope = chart();
    new crds.grove.PodCliqueSet(scope, 'set', { spec: Lazy.any({ produce: () => ({ template: { cliques: [{ name: 'a', spec: { podSpec: { hostIpc: true } } }] } }) }) });
    expect(scope.toJson()[0].spec).toEqual({ template: { cliques: [{ name: 'a', spec: { podSpec: { hostIPC: true } } }] } });
  });

  test('takes IntOrString and Quantity, also those of other imports', () => {
    const scope = chart();
    const { IntOrString, Quantity } = crds.kubernetes;
    new crds.kubernetes.KubePod(scope, 'pod', {
      spec: {
        containers: [{
          name: 'main',
          resources: { limits: { memory: Quantity.fromString('1Gi'), cpu: Quantity.fromNumber(2) } },
          livenessProbe: { httpGet: { port: IntOrString.fromString('http') } },
        }],
      },
    });
    expect(scope.toJson()[0].spec.containers).toEqual([{
      name: 'main', resources: { limits: { memory: '1Gi', cpu: 2 } }, livenessProbe: { httpGet: { port: 'http' } },
    }]);
  });

  test('patches that use names in JSON reach the manifest', () => {
    const scope = chart();
    const service = new crds.kubernetes.KubeService(scope, 'service', { spec: { type: 'ClusterIP' } });
    service.addJsonPatch(JsonPatch.add('/spec/clusterIP', 'None'));
    expect(scope.toJson()[0].spec).toEqual({ type: 'ClusterIP', clusterIP: 'None' });
  });

  test('needs no props where the schema requires none', () => {
    expect(crds.kubernetes.KubeNamespace.manifest()).toEqual({ apiVersion: 'v1', kind: 'Namespace' });
  });

  test('prefers the newest stable version', () => {
    expect(crds.gateway_api.Gateway.GVK.apiVersion).toBe('gateway.networking.k8s.io/v1');
    expect(crds.gateway_api.GatewayV1Beta1.GVK.apiVersion).toBe('gateway.networking.k8s.io/v1beta1');
    expect(crds.dynamo.DynamoGraphDeployment.GVK.apiVersion).toBe('nvidia.com/v1beta1');
    expect(crds.dynamo.DynamoGraphDeploymentV1Alpha1.GVK.apiVersion).toBe('nvidia.com/v1alpha1');
    expect(crds.kubernetes.KubeResourceClaim.GVK.apiVersion).toBe('resource.k8s.io/v1');
    expect(crds.istio.DestinationRule.GVK.apiVersion).toBe('networking.istio.io/v1');
  });
});
