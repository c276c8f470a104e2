import { admit } from '../../lib/admission/admit';
import { builtInChecks } from '../../lib/admission/checks';
import { KubernetesVersion } from '../../lib/facts/kubernetes-version';
import { ManifestSet } from '../../lib/manifests/manifest-set';

const pod = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'main', image: 'example.com/a:1' }], ...spec } });
const NEWER = pod({ schedulingGroup: { podGroupName: 'a' } });
const WORKLOAD = { apiVersion: 'scheduling.k8s.io/v1alpha2', kind: 'Workload', metadata: { name: 'a' }, spec: {} };

function judge(manifest: object, kubernetes?: KubernetesVersion) {
  const report = admit(ManifestSet.of([manifest]), { ...builtInChecks(), rules: [], facts: { kubernetes } });
  return [...report.findings.map(({ rule, path }) => `${rule} ${path}`), ...report.notChecked.map(({ reason }) => reason)];
}

test('A field is judged by the Kubernetes version that is declared; without one by the newest', () => {
  expect(judge(NEWER, KubernetesVersion.V1_34)).toEqual(['SCHEMA-UNKNOWN-FIELD spec.schedulingGroup']);
  expect(judge(NEWER, KubernetesVersion.V1_36)).toEqual([]);
  expect(judge(NEWER)).toEqual([]);
  expect(judge(pod({}), KubernetesVersion.V1_34)).toEqual([]);
});

test('For a minor whose schemas are not at hand the next one stands in', () => {
  expect([30, 33, 34, 35, 36, 37].map((minor) => KubernetesVersion.of(`1.${minor}`).schemaVersion)).toEqual(['1.34', '1.34', '1.34', '1.36', '1.36', '1.36']);
});

test('A kind that the declared version does not have is not checked, and the report says so', () => {
  expect(judge(WORKLOAD, KubernetesVersion.V1_34)).toEqual(['there is no schema of scheduling.k8s.io/v1alpha2 Workload']);
  expect(judge(WORKLOAD)).toEqual(['SCHEMA-REQUIRED spec.podGroupTemplates']);
});
