import * as fs from 'fs';
import * as path from 'path';
import { unexplained } from '../../tools/agreement/differences';
import { agreementPage, Judged, judgeAll } from '../../tools/agreement/main';
import { describeWithShared } from '../support/shared';

describeWithShared('what real servers said of 51,000 manifests', () => {
  let judged: Judged;

  beforeAll(() => {
    judged = judgeAll();
  }, 1_800_000);

  test('every difference is known, with a reason, and every known one differs', () => {
    expect(unexplained([...judged.apiServer, ...judged.webhooks], true)).toEqual({ unknown: [], stale: [] });
  });

  test('docs/agreement.md is what they come to', () => {
    const page = agreementPage(judged);
    process.stdout.write(page);
    expect(fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'agreement.md'), 'utf8')).toBe(page);
  });
});
