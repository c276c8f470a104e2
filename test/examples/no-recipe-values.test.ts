import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { describeWithShared, documentsIn, SHARED } from '../support/shared';

const LIB = path.join(__dirname, '..', '..', 'lib');
const RECIPE = path.join(SHARED, 'upstream-examples', 'dynamo', 'recipes__deepseek-r1__trtllm__disagg__wide_ep__gb200__deploy.yaml');

/** What renders an example: rules and expansion hold operators' own figures and cite recipes as evidence, and write nothing into a manifest. */
function sources(): string[] {
  return fs.readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.ts$/.test(file) && !/^(rules|expansion)\//.test(file));
}

/** Words of the recipe that belong to an interface: the library must know them to write any deployment. */
const INTERFACE = [
  /^(apps|v1|v1alpha1|v1beta1|nvidia\.com|resource\.nvidia\.com|ConfigMap|ComputeDomain|DynamoGraphDeployment)(\/.*)?$/, // kinds
  /^(frontend|prefill|decode|worker|trtllm|main|python3|-m|-c|\/bin\/sh|dynamo\.(frontend|trtllm)|\/live|8000|9090)$/i, // roles, commands, ports
  /^--[a-z-]+$/, // flags
  /^(NCCL_MNNVL_ENABLE|NCCL_CUMEM_ENABLE|HF_HOME)$/, // variables of NCCL and the Hugging Face client
  /^compute-domain-channel$/, // claim name that recipes and AIConfigurator share (facts/nvlink.ts)
  /^(DEFAULT|info|\{\}|true|false|null)$/, // words of any program
  /^(128|256|1024)$/, // bits of an address, values of an octet, binary prefixes
  /^nvcr\.io\/nvidia\/ai-dynamo\/tensorrtllm-runtime/, // the image; its tag is the release's
];

/** Every scalar of a value, as words. */
function words(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(words);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(words);
  return String(value).trim().split(/\s+/);
}

describeWithShared('lib/ and the recipe of the example', () => {
  const recipe = documentsIn(RECIPE).flatMap((document) => (
    document.kind === 'ConfigMap' ? [document.metadata.name, ...Object.entries<string>(document.data).map(([name, text]) => [name, parse(text)])] : [document]
  ));
  // One and two digit figures stand in any code; longer ones and every name would be the recipe's.
  const values = [...new Set(words(recipe))].filter((word) => !/^\d{1,2}$/.test(word) && !INTERFACE.some((pattern) => pattern.test(word)));

  test('the values that are looked for are the deployment\'s own', () => {
    expect(values).toEqual(expect.arrayContaining([
      '4608', '1227', '2251', '0.85', '0.7', '850Gi', '800Gi', '130', '600', '2048', 'WIDEEP', 'fp8', '/model-cache', 'deepseek-ai/DeepSeek-R1', '/model-cache/deepseek-r1-fp4',
    ]));
  });

  test('none of them occurs in lib/', () => {
    const found = sources().filter((file) => !file.startsWith('crds/')).flatMap((file) => {
      const text = fs.readFileSync(path.join(LIB, file), 'utf8');
      return values.filter((value) => new RegExp(`(?<![\\w./-])${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w./-])`).test(text)).map((value) => `${file}: ${value}`);
    });
    expect(found).toEqual([]);
  });
});

test('no model of an example is named in lib/', () => {
  const files = sources();
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => /deepseek|llama|dsr1|redhatai|wide_?ep/i.test(fs.readFileSync(path.join(LIB, file), 'utf8')))).toEqual([]);
});
