import { unlinkMissing } from '../../tools/api-docs';

test('types that are not documented are named, not linked', () => {
  expect(unlinkMissing([
    '### Graph <a name="Graph" id="lib.serving.Graph"></a>',
    '<a href="#lib.serving.Graph">Graph</a> of <a href="#lib.crds.kubernetes.Container">crds.kubernetes.Container</a>[]',
  ].join('\n'))).toBe([
    '### Graph <a name="Graph" id="lib.serving.Graph"></a>',
    '<a href="#lib.serving.Graph">Graph</a> of crds.kubernetes.Container[]',
  ].join('\n'));
});
