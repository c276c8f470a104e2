import { App, Chart } from 'cdk8s';
import { crds } from 'cdk8s-inference';

/** What this platform runs; `main.ts` writes it, `platform.test.ts` looks at it. */
export function platform(app: App): Chart {
  const chart = new Chart(app, 'inference');
  new crds.kubernetes.KubeNamespace(chart, 'namespace', { metadata: { name: 'inference' } });
  new crds.dra_driver.ComputeDomain(chart, 'nvlink', {
    metadata: { name: 'nvlink', namespace: 'inference' },
    spec: { numNodes: 0, channel: { resourceClaimTemplate: { name: 'nvlink-channel' } } },
  });
  return chart;
}
