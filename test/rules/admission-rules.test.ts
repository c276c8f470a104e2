import { admit } from '../../lib/admission/admit';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { groveAdmissionRules } from '../../lib/rules/deployment/grove-admission';
import { kaiAdmissionRules } from '../../lib/rules/deployment/kai-admission';
import { dynamoAdmissionRules } from '../../lib/rules/serving/dynamo-admission';

const rules = [...dynamoAdmissionRules(), ...groveAdmissionRules(), ...kaiAdmissionRules()];

function judged(manifests: object[], previous?: object[]) {
  const { findings, notEvaluated } = admit(ManifestSet.of(manifests), { rules, facts: { previous: previous && ManifestSet.of(previous) } });
  return {
    findings: findings.map(({ rule, path, object, enforcedBy }) => `${rule} ${object?.kind}/${object?.name} ${path} (${enforcedBy})`),
    notEvaluated: notEvaluated.map(({ rule, object, reason }) => `${rule} ${object?.name}: ${reason}`),
  };
}

const graph = (packDomain: string) => ({
  apiVersion: 'nvidia.com/v1beta1',
  kind: 'DynamoGraphDeployment',
  metadata: { name: 'chat', namespace: 'serve' },
  spec: {
    topologyConstraint: { clusterTopologyName: 'racks', packDomain },
    components: [{ name: 'worker', type: 'worker', podTemplate: { spec: { containers: [{ name: 'main', image: 'registry/vllm-runtime:1.4.0' }] } } }],
  },
});
const binding = { apiVersion: 'grove.io/v1alpha1', kind: 'ClusterTopologyBinding', metadata: { name: 'racks' }, spec: { levels: [{ domain: 'rack', key: 'example.com/rack' }] } };

describe('the webhook rules in the catalogue', () => {
  test('every id stands once', () => {
    expect(rules.map(({ id }) => id).filter((id, i, all) => all.indexOf(id) < i)).toEqual([]);
  });

  test('a topology of the same manifests is looked up', () => {
    expect(judged([graph('rack'), binding])).toEqual({ findings: [], notEvaluated: [] });
    expect(judged([graph('moon'), binding]).findings).toEqual(['DGD-119 DynamoGraphDeployment/chat spec.topologyConstraint.packDomain (the webhook of Dynamo operator)']);
  });

  test('one that is not among them is not taken for absent', () => {
    expect(judged([graph('moon')])).toEqual({ findings: [], notEvaluated: ["DGD-119 chat: ClusterTopologyBinding 'racks' is not among the manifests: give its manifest too"] });
  });

  test('who writes topologies writes those that sets name', () => {
    const set = {
      apiVersion: 'grove.io/v1alpha1',
      kind: 'PodCliqueSet',
      metadata: { name: 'set', namespace: 'serve' },
      spec: { template: { topologyConstraint: { topologyName: 'racks', pack: { required: 'rack' } }, cliques: [{ name: 'a', spec: { roleName: 'a', replicas: 1, podSpec: { containers: [] } } }] } },
    };
    const grove = (version: string) => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'grove' },
      spec: { source: { chart: 'grove-charts', targetRevision: version, helm: { valuesObject: { config: { topologyAwareScheduling: { enabled: true } } } } } },
    });
    const other = { ...binding, metadata: { name: 'rows' } };
    expect(judged([set, grove('v0.1.0-alpha.12-rc1')]).notEvaluated).toEqual(["GRV-11 set: ClusterTopologyBinding 'racks' is not among the manifests: give its manifest too"]);
    expect(judged([set, grove('v0.1.0-alpha.12-rc1'), binding])).toEqual({ findings: [], notEvaluated: [] });
    expect(judged([set, grove('v0.1.0-alpha.12-rc1'), other]).findings).toEqual(['GRV-11 PodCliqueSet/set spec.template.topologyConstraint.topologyName (the webhook of Grove operator)']);
  });

  test('what was applied before is compared', () => {
    expect(judged([graph('rack'), binding], [graph('moon')]).findings)
      .toEqual(['DGD-20 DynamoGraphDeployment/chat spec.topologyConstraint (the webhook of Dynamo operator)']);
  });

  test("a workload's pods are judged by KAI's rules, and fail later", () => {
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'small' },
      spec: { template: { metadata: { annotations: { 'gpu-fraction': '2' } }, spec: { schedulerName: 'kai-scheduler', containers: [] } } },
    };
    expect(judged([deployment])).toEqual({
      findings: ['KAI-21 Deployment/small spec.template.metadata.annotations.gpu-fraction (nobody: it fails at run time)'],
      notEvaluated: ['KAI-106 small: global.gpuSharing of KAI is not declared: give kaiGpuSharing of Cluster, or below operators of cluster.yaml (--cluster)'],
    });
  });
});
