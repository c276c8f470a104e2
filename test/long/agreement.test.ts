import * as fs from 'fs';
import * as path from 'path';
import { unexplained } from '../../tools/agreement/differences';
import { agreementPage } from '../../tools/agreement/main';
import { apiServerVerdicts, Verdict, webhookVerdicts } from '../../tools/agreement/verdict';
import { describeWithShared } from '../support/shared';

describeWithShared('what real servers said of 51,000 manifests', () => {
  let apiServer: Verdict[] = [];
  let webhooks: Verdict[] = [];

  beforeAll(() => {
    apiServer = [...apiServerVerdicts()];
    webhooks = [...webhookVerdicts()];
  }, 1_800_000);

  test('every difference is known, with a reason, and every known one differs', () => {
    expect(unexplained([...apiServer, ...webhooks], true)).toEqual({ unknown: [], stale: [] });
  });

  test('docs/agreement.md is what they come to', () => {
    const page = agreementPage(apiServer, webhooks);
    process.stdout.write(page);
    expect(fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'agreement.md'), 'utf8')).toBe(page);
  });
});
