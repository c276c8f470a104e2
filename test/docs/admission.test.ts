import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, Chart, Testing } from 'cdk8s';
import { Admission } from '../../lib';

const PAGE = fs.readFileSync(path.join(__dirname, '../../docs/admission.md'), 'utf8');

function chartWith(data: { readonly [key: string]: unknown }): Chart {
  const chart = new Chart(Testing.app(), 'chart');
  new ApiObject(chart, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', data });
  return chart;
}

test('the matcher of the page passes what has no error, and its message is the report', () => {
  const [extension] = /expect\.extend\(\{[\s\S]*?^\}\);/m.exec(PAGE)!;
  new Function('expect', extension)(expect);
  const matchers = expect as unknown as (report: unknown) => { toHaveNoErrors(): void; not: { toHaveNoErrors(): void } };

  matchers(Admission.check(chartWith({ a: 'x' }))).toHaveNoErrors();
  const wrong = Admission.check(chartWith({ a: 1 }));
  matchers(wrong).not.toHaveNoErrors();
  expect(() => matchers(wrong).toHaveNoErrors()).toThrow(/SCHEMA-TYPE .* data\.a: .*Fix: /);
});
