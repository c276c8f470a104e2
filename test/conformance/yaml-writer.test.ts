import { Yaml } from 'cdk8s';
import { describeWithShared, upstreamDocuments } from './upstream';
import { YamlWriter } from '../../lib/manifests/yaml-writer';

describeWithShared('upstream examples and the YAML writer', () => {
  test('every document has the bytes that cdk8s writes', () => {
    const writer = new YamlWriter((document) => Yaml.stringify(document));
    const documents = upstreamDocuments();
    const different = documents.filter(({ manifest }) => writer.write([manifest]) !== Yaml.stringify(manifest));
    expect(different.map(({ id }) => id)).toEqual([]);
    expect(documents.length).toBeGreaterThan(900);
  });
});
