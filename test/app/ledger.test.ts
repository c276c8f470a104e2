import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, Chart } from 'cdk8s';
import { InferenceApp, InferenceAppProps } from '../../lib/app';
import { Cluster, KubernetesVersion, NodePool, Release } from '../../lib/cluster';

const folders: string[] = [];

afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true })));

/** Synthesizes one Deployment of three GPU pods on two clusters and outside of them, and gives what stderr gets. */
function told(props: InferenceAppProps, outside = false): string {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-'));
  folders.push(outdir);
  const app = new InferenceApp({ outdir, ...props });
  const clusters = [['small', 1], ['large', 4]] as const;
  for (const [name, nodes] of clusters) {
    const cluster = new Cluster(app, name, { release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_34, pools: [NodePool.hgxH100('gpu', { nodes })] });
    addPods(new Chart(outside ? app : cluster, outside ? `${name}-chart` : 'chart'));
  }
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    app.synth();
    return write.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    write.mockRestore();
  }
}

function addPods(chart: Chart): void {
  const labels = { app: 'a' };
  new ApiObject(chart, 'a', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'example.com/a:1', resources: { limits: { 'nvidia.com/gpu': 8 } } }] } },
    },
  });
}

test('synth tells for each cluster what runs there and what waits', () => {
  const text = told({});
  const [, large, small] = text.split('What runs on ');
  expect(small).toContain('small:');
  expect(small).toMatch(/gpu +1 of 1 +8 of 8/);
  expect(small).toContain('3 gangs, 3 pods, 24 GPUs on 1 node: 1 runs, 2 wait');
  expect(large).toMatch(/gpu +3 of 4 +24 of 32/);
  expect(large).toContain('3 gangs, 3 pods, 24 GPUs on 3 nodes: 3 run');
});

test('quiet prints nothing; outside of a cluster there is nothing to tell', () => {
  expect(told({ quiet: true })).toBe('');
  expect(told({}, true)).not.toContain('What runs');
});
