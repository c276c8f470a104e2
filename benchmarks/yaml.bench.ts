import * as fs from 'fs';
import * as path from 'path';
import { Yaml } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { compiled } from './compiled';
import { inTurns } from './in-turns';
import { benchmark } from './registry';

const { YamlWriter } = compiled('manifests/yaml-writer') as typeof import('../lib/manifests/yaml-writer');

const EXAMPLES = path.join(__dirname, '..', '..', 'shared', 'upstream-examples');

/** Manifests that upstream publishes; none where ../shared is not beside this clone. */
function upstreamDocuments(): unknown[] {
  const files = fs.readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file));
  const documents = files.flatMap((file) => parseAllDocuments(fs.readFileSync(path.join(EXAMPLES, file), 'utf8')));
  return documents.filter(({ errors }) => errors.length === 0).map((document) => document.toJS() as unknown).filter((document) => document);
}

if (fs.existsSync(EXAMPLES)) {
  const documents = upstreamDocuments();
  benchmark({
    measure: `YAML of ${documents.length} upstream documents, same bytes`,
    unit: 'ms',
    peer: 'cdk8s.Yaml.stringify',
    target: 1 / 4,
    run: () => inTurns(
      7,
      () => {
        const writer = new YamlWriter((document) => Yaml.stringify(document));
        return { measured: () => documents.forEach((document) => writer.write([document])) };
      },
      () => ({ measured: () => documents.forEach((document) => Yaml.stringify(document)) }),
    ),
  });
} else {
  process.stderr.write(`yaml.bench.ts: skipped, ${EXAMPLES} is not there\n`);
}
