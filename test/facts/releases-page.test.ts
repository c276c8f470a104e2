import * as fs from 'fs';
import * as path from 'path';
import { Release } from '../../lib/facts/release';

const page = fs.readFileSync(path.join(__dirname, '../../docs/releases.md'), 'utf8');

test('docs/releases.md lists every pin of every line, and nothing else', () => {
  const releases = Release.all();
  const components = [...new Set(releases.flatMap((release) => release.pins.map((pin) => pin.component)))];
  const rows = components.map((component) => `| ${component} | ${releases.map((release) => release.findPin(component)?.version ?? 'none').join(' | ')} |`);
  const table = page.slice(page.indexOf('| component |')).split('\n\n')[0].split('\n').slice(2);
  expect(table).toEqual(rows);
});

test('docs/releases.md states every gap, with the lines that have it', () => {
  const stated = page.split('\n').filter((line) => /^- 1\.\d/.test(line));
  const gaps = Release.all().flatMap((release) => release.gaps.map((gap) => ({ line: release.name, text: `**${gap.topic}**: ${gap.statement}.` })));
  expect(stated).toHaveLength(new Set(gaps.map((gap) => gap.text)).size);
  for (const { line, text } of gaps) expect(stated.filter((each) => each.includes(text) && each.split(' - ')[0].includes(line))).toHaveLength(1);
});
