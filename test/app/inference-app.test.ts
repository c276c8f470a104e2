import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, App, Chart } from 'cdk8s';
import { InferenceApp } from '../../lib/app';
import { Cluster, Fabric, KubernetesVersion, NodePool, Release } from '../../lib/cluster';
import { Queue } from '../../lib/deployment';
import { DynamoGraph } from '../../lib/serving';
import { Engine, Model, Parallelism } from '../../lib/workload';
import { filesIn } from '../examples/program';
import { CPU, RACK } from '../support/cluster';

let outdir: string;
beforeEach(() => {
  outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'app-'));
});
afterEach(() => fs.rmSync(outdir, { recursive: true }));

const facts = { release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_34 };
const HGX = NodePool.hgxH100('gpu', { nodes: 4, fabric: Fabric.infiniband({ resourceName: 'rdma/ib' }) });

/** The same chart on any cluster. */
function serve(cluster: Cluster, tensor = 8): Chart {
  const chart = new Chart(cluster, 'chat', { namespace: 'inference' });
  const graph = new DynamoGraph(chart, 'chat', { engine: Engine.vllm(), model: Model.huggingFace('org/model') });
  graph.addFrontend();
  graph.addWorker('worker', { parallelism: Parallelism.of({ tensor }) });
  return chart;
}

function kindsIn(text: string): string[] {
  return [...text.matchAll(/^kind: (\w+)$/gm)].map((match) => match[1]);
}

describe('InferenceApp', () => {
  test('writes a folder per cluster; what belongs to none lies beside', () => {
    const app = new InferenceApp({ outdir });
    serve(new Cluster(app, 'gb200', { ...facts, pools: [RACK, CPU] }));
    serve(new Cluster(app, 'h100', { ...facts, pools: [HGX, CPU] }));
    new ApiObject(new Chart(app, 'shared'), 'Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'inference' } });
    app.synth();

    const files = filesIn(outdir);
    expect(Object.keys(files)).toEqual(['gb200/chat.k8s.yaml', 'h100/chat.k8s.yaml', 'shared.k8s.yaml']);
    expect(kindsIn(files['gb200/chat.k8s.yaml'])).toEqual(['ComputeDomain', 'DynamoGraphDeployment']);
    expect(files['gb200/chat.k8s.yaml']).toContain('nodeCount: 2');
    expect(kindsIn(files['h100/chat.k8s.yaml'])).toEqual(['DynamoGraphDeployment']);
    expect(files['h100/chat.k8s.yaml']).not.toContain('nodeCount');
  });

  test('lists everything that is wrong, on every cluster, and writes nothing', () => {
    const app = new InferenceApp({ outdir });
    serve(new Cluster(app, 'gb200', { ...facts, pools: [RACK, CPU] }), 5);
    serve(new Cluster(app, 'h100', { ...facts, pools: [HGX, CPU] }), 12);
    expect(() => app.synth()).toThrow([
      '2 problems, nothing was written:',
      '[gb200/chat/chat/worker] DGD-22: tensor 5 = 5 GPUs - not whole nodes of gb200-nvl72 (4 GPUs each). '
        + 'Fix: what can run: tensor x pipeline x data = 4 (1 node) or 8 (2 nodes)',
      '[h100/chat/chat/worker] DGD-22: tensor 12 = 12 GPUs - not whole nodes of hgx-h100 (8 GPUs each). '
        + 'Fix: what can run: tensor x pipeline x data = 8 (1 node) or 16 (2 nodes)',
    ].join('\n  '));
    expect(filesIn(outdir)).toEqual({});
  });

  test('a plain cdk8s app writes the same objects and refuses the same', () => {
    const app = new App({ outdir });
    serve(new Cluster(app, 'h100', { ...facts, pools: [HGX, CPU] }));
    app.synth();
    expect(Object.keys(filesIn(outdir))).toHaveLength(1);
    expect(kindsIn(Object.values(filesIn(outdir))[0])).toEqual(['DynamoGraphDeployment']);

    const wrong = new App({ outdir });
    serve(new Cluster(wrong, 'h100', { ...facts, pools: [HGX, CPU] }), 12);
    expect(() => wrong.synth()).toThrow('[h100/chat/chat/worker] DGD-22: tensor 12 = 12 GPUs');
  });

  test('objects stand in an order of their own, unless one depends on another', () => {
    const write = (turn: (list: string[]) => string[]) => {
      const app = new InferenceApp({ outdir });
      const chart = new Chart(app, 'chart');
      const objects = new Map(turn(['zebra', 'apple', 'mango']).map((name) => [name, new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })]));
      objects.get('apple')!.addDependency(objects.get('zebra')!);
      new Queue(chart, 'queue');
      app.synth();
      return fs.readFileSync(path.join(outdir, 'chart.k8s.yaml'), 'utf8');
    };
    const text = write((list) => list);
    expect([...text.matchAll(/^ {2}name: (\w+)$/gm)].map((match) => match[1])).toEqual(['queue', 'zebra', 'apple', 'mango']);
    expect(write((list) => [...list].reverse())).toBe(text);
  });

  test('a circle of dependencies is named', () => {
    const app = new InferenceApp({ outdir });
    const chart = new Chart(app, 'chart');
    const [a, b] = ['a', 'b'].map((name) => new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap' }));
    a.addDependency(b);
    b.addDependency(a);
    expect(() => app.synth()).toThrow('chart/a: depends on itself through its dependencies');
  });

  test('two charts never overwrite each other', () => {
    const app = new InferenceApp({ outdir });
    for (const id of ['Chat', 'chat']) new ApiObject(new Chart(app, id), 'a', { apiVersion: 'v1', kind: 'ConfigMap' });
    expect(() => app.synth()).toThrow('Chat, chat: two charts would be written to chat.k8s.yaml - ');
  });
});
