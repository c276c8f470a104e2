import { checkSchema } from '../../../lib/admission/schema';
import { Manifest, pathText } from '../../../lib/manifests/manifest';
import { changedLines, manifestOf } from '../../../tools/agreement/api-server-record';
import { CrdValidator } from '../../support/crd-validator';
import { describeWithShared } from '../../support/shared';

/** Component to kinds: each with a schema that asks for other things of the interpreter. */
const KINDS: { readonly [component: string]: readonly string[] } = {
  'dra-driver': ['resource.nvidia.com/v1beta1/ComputeDomain'],
  'gaie': ['inference.networking.k8s.io/v1/InferencePool'],
  'gateway-api': ['gateway.networking.k8s.io/v1/HTTPRoute'],
  'grove': ['grove.io/v1alpha1/PodCliqueSet'],
  'kai-scheduler': ['scheduling.run.ai/v2/Queue', 'scheduling.run.ai/v2alpha2/PodGroup'],
  'nfd': ['nfd.k8s-sigs.io/v1alpha1/NodeFeatureRule'],
  'nv-ipam': ['nv-ipam.nvidia.com/v1alpha1/IPPool'],
  'sriov': ['sriovnetwork.openshift.io/v1/SriovNetworkNodePolicy'],
};

/** Changes that JSON Schema judges as Kubernetes does; null, defaults, names and doubled items it does not. */
const STRUCTURAL = new Set(['type', 'enum', 'bound', 'unknown', 'number', 'flip', 'delete', 'more-type', 'more-enum']);

/** Findings that JSON Schema has words for. */
const COMMON = /^SCHEMA-(TYPE|ENUM|RANGE|REQUIRED|UNKNOWN-FIELD|PATTERN|ALTERNATIVES)$/;

/** The format int32 is Kubernetes'. */
const BEYOND = 2 ** 31;

describeWithShared('our interpreter beside Ajv on the published CRDs', () => {
  test('the same verdict on structural faults', () => {
    const ajv = new CrdValidator(Object.keys(KINDS));
    const kinds = new Set(Object.values(KINDS).flat());
    const counts = { right: 0, wrong: 0 };
    const differences: string[] = [];
    for (const line of changedLines(2)) {
      if (!kinds.has(line.kind) || !STRUCTURAL.has(line.what) || line.changes.some(({ path, value }) => path[0] !== 'spec' || Number(value) >= BEYOND)) continue;
      const manifest = manifestOf(line) as Manifest;
      const { problems, defaulted } = checkSchema(manifest, { versions: { 'dra-driver': '0.4.1' } });
      const ours = problems.filter(({ rule, path }) => COMMON.test(rule) && path[0] === 'spec');
      const theirs = ajv.problems(defaulted);
      if (ours.length > 0 !== theirs.length > 0) {
        differences.push(`${line.kind} ${line.file}#${line.doc} ${JSON.stringify(line.changes)}: ${ours.map(({ path, message }) => `${pathText(path)} ${message}`)} | ${theirs}`);
      } else {
        counts[ours.length > 0 ? 'wrong' : 'right'] += 1;
      }
    }
    process.stdout.write(`beside Ajv: ${JSON.stringify(counts)}\n`);
    expect(differences).toEqual([]);
    expect(counts.right).toBeGreaterThan(200);
    expect(counts.wrong).toBeGreaterThan(500);
  });
});
