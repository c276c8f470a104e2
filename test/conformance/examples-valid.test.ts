import * as path from 'path';
import { CrdValidator } from '../support/crd-validator';
import { describeWithShared, documentsIn } from '../support/shared';

const EXAMPLES = path.join(__dirname, '..', '..', 'examples');

describeWithShared('the examples against the published schemas', () => {
  let validator: CrdValidator;
  beforeAll(() => {
    validator = new CrdValidator(['dynamo', 'dra-driver', 'kai-scheduler']);
  });

  test.each([
    'deepseek-r1-gb200/dist/gb200/deepseek-r1.k8s.yaml',
    'llama-70b-h100/dist/h100/llama-70b.k8s.yaml',
  ])('%s is valid', (file) => {
    const documents = documentsIn(path.join(EXAMPLES, file));
    expect(documents.length).toBeGreaterThan(4);
    expect(documents.flatMap((document) => validator.problems(document).map((problem) => `${document.kind}/${document.metadata.name}: ${problem}`))).toEqual([]);
  });

  test('the check is one: a typo and a wrong type are found', () => {
    const [graph] = documentsIn(path.join(EXAMPLES, 'deepseek-r1-gb200/dist/gb200/deepseek-r1.k8s.yaml')).filter((document) => document.kind === 'DynamoGraphDeployment');
    const main = graph.spec.components[0].podTemplate.spec.containers[0];
    main.imagePullPolice = 'Always';
    graph.spec.components[0].replicas = 'one';
    expect(validator.problems(graph)).toEqual([
      expect.stringContaining('{"additionalProperty":"imagePullPolice"}'),
      expect.stringContaining('/spec/components/0/replicas must be integer'),
    ]);
    expect(validator.problems({ apiVersion: 'v1', kind: 'Nothing' })).toEqual(['no schema of v1/Nothing']);
  });
});
