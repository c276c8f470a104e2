import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '../..');

test('docs/rules.md has a row for each rule that the construct half reports', () => {
  const sources = fs.readdirSync(path.join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.d)\.ts$/.test(file) && /^(cluster|workload|infrastructure|deployment|memory|serving)\b/.test(file));
  const reported = sources.flatMap((file) => [...fs.readFileSync(path.join(ROOT, 'lib', file), 'utf8').matchAll(/rule: '([A-Z]+-\d+)'/g)].map(([, id]) => id));

  const [findings] = fs.readFileSync(path.join(ROOT, 'docs/rules.md'), 'utf8').split('## Refused by constructors');
  const rows = [...findings.matchAll(/^\| ([A-Z]+-\d+) \|/gm)].map(([, id]) => id);
  expect(rows).toEqual([...new Set(reported)].sort());
});
