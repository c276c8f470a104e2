import { App, Chart } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';

/** What this platform runs; `main.ts` writes it, `platform.test.ts` looks at it. */
export function platform(app: App): Chart {
  const chart = new Chart(app, 'inference');
  new Namespace(chart, 'namespace', { metadata: { name: 'inference' } });
  return chart;
}
