import * as fs from 'fs';
import * as path from 'path';

const LIB = path.join(__dirname, '..', '..', 'lib');

/** Names and figures of the two deployments: they belong to the programs, never to the library. */
const OF_THE_RECIPES = [
  /deepseek/i, /llama/i, /dsr1/i, /\bwide_?ep\b.*=/, /trtllm-test/, /RedHatAI/, /nvidia\/DeepSeek/,
  /\b4608\b/, /\b1227\b/, /\b2251\b/, /\b850Gi\b/, /\b800Gi\b/, /\b0\.85\b/, /deepseek-r1-fp4/,
];

test('no name or figure of an example occurs in lib/', () => {
  const files = fs.readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.ts$/.test(file));
  expect(files.length).toBeGreaterThan(50);
  const found = files.flatMap((file) => {
    const text = fs.readFileSync(path.join(LIB, file), 'utf8');
    return OF_THE_RECIPES.filter((pattern) => pattern.test(text)).map((pattern) => `${file}: ${pattern}`);
  });
  expect(found).toEqual([]);
});
