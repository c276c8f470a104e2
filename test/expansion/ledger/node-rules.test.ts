import { nodeRulesOf, refusal } from '../../../lib/expansion/ledger/node-rules';

const NODE = {
  name: 'n1',
  labels: { arch: 'arm64', rank: '7' },
  taints: [{ key: 'gpu', value: 'present', effect: 'NoSchedule' }, { key: 'soft', effect: 'PreferNoSchedule' }],
};
const TOLERANT = { tolerations: [{ key: 'gpu', operator: 'Exists' }] };
const affinity = (...nodeSelectorTerms: unknown[]) => ({
  ...TOLERANT, affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});
const label = (key: string, operator: string, ...values: string[]) => ({ matchExpressions: [{ key, operator, values }] });

test.each<[string, Record<string, unknown>, string | undefined]>([
  ['tolerated', TOLERANT, undefined],
  ['not tolerated', {}, 'the nodes have the taint gpu=present:NoSchedule, which the pods do not tolerate'],
  ['every taint tolerated', { tolerations: [{ operator: 'Exists' }] }, undefined],
  ['another value tolerated', { tolerations: [{ key: 'gpu', value: 'absent' }] }, expect.stringContaining('taint') as unknown as string],
  ['the value tolerated', { tolerations: [{ key: 'gpu', value: 'present', effect: 'NoSchedule' }] }, undefined],
  ['another effect tolerated', { tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoExecute' }] }, expect.stringContaining('taint') as unknown as string],
  ['selected', { ...TOLERANT, nodeSelector: { arch: 'arm64' } }, undefined],
  ['selected otherwise', { ...TOLERANT, nodeSelector: { arch: 'amd64' } }, "the pods select arch=amd64, the nodes have 'arm64'"],
  ['selected by a label that is not there', { ...TOLERANT, nodeSelector: { zone: 'a' } }, 'the pods select zone=a, the nodes have no such label'],
  ['affinity: one of', affinity(label('arch', 'In', 'amd64', 'arm64')), undefined],
  ['affinity: none of', affinity(label('arch', 'NotIn', 'arm64')), "the pods' node affinity asks for arch NotIn arm64"],
  ['affinity: none of, and no such label', affinity(label('zone', 'NotIn', 'a')), undefined],
  ['affinity: exists', affinity(label('arch', 'Exists')), undefined],
  ['affinity: does not exist', affinity(label('arch', 'DoesNotExist')), "the pods' node affinity asks for arch DoesNotExist"],
  ['affinity: greater', affinity(label('rank', 'Gt', '6')), undefined],
  ['affinity: less', affinity(label('rank', 'Lt', '6')), "the pods' node affinity asks for rank Lt 6"],
  ['affinity: one of two terms', affinity(label('zone', 'Exists'), label('arch', 'Exists')), undefined],
  ['affinity: an empty term matches nothing', affinity({}), "the pods' node affinity asks for nothing that a node has"],
  ['affinity: by name', affinity({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }), undefined],
  ['named', { ...TOLERANT, nodeName: 'n2' }, 'the pods name the node n2'],
])('%s', (_, spec, expected) => {
  const { why, instead } = refusal(nodeRulesOf(spec), NODE) ?? {};
  expect(instead === undefined ? why : `${why}, the nodes have ${instead}`).toEqual(expected);
});
