import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, App, Chart, Include, IResolver, Lazy, ResolutionContext, Testing } from 'cdk8s';
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
      'the manifests were refused, nothing was written:',
      '',
      'DynamoGraphDeployment inference/chat (gb200/chat/chat/worker)',
      '  error DGD-22: tensor 5 = 5 GPUs - not whole nodes of gb200-nvl72 (4 GPUs each)',
      '    fix: what can run: tensor x pipeline x data = 4 (1 node) or 8 (2 nodes)',
      '    refused by: nobody: it fails at run time',
      '',
      'DynamoGraphDeployment inference/chat (h100/chat/chat/worker)',
      '  error DGD-22: tensor 12 = 12 GPUs - not whole nodes of hgx-h100 (8 GPUs each)',
      '    fix: what can run: tensor x pipeline x data = 8 (1 node) or 16 (2 nodes)',
      '    refused by: nobody: it fails at run time',
    ].join('\n'));
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
    expect(() => app.synth()).toThrow('chart/a\n  error ADM-05: depends on itself through its dependencies - chart/a => chart/b => chart/a\n');
  });

  test('two charts never overwrite each other', () => {
    const app = new InferenceApp({ outdir });
    for (const id of ['Chat', 'chat']) new ApiObject(new Chart(app, id), 'a', { apiVersion: 'v1', kind: 'ConfigMap' });
    expect(() => app.synth()).toThrow('Chat, chat\n  error ADM-05: two charts would be written to chat.k8s.yaml - ');
  });

  describe('as a drop-in for cdk8s.App', () => {
    const configMap = (scope: Chart, id: string, data: Record<string, unknown> = { a: 'b' }) => (
      new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data }));

    test('writes each object with the bytes of cdk8s', () => {
      const program = (app: App) => {
        const chart = new Chart(app, 'chart', { namespace: 'inference', labels: { app: 'x' } });
        configMap(chart, 'a', { script: '#!/bin/sh\n\nrun: "it"\n', on: 'off', number: '017', empty: '', tabs: '\tx', unicode: 'é\u2028', long: 'word '.repeat(50) });
        const manifest = path.join(outdir, 'manifest.yaml');
        fs.writeFileSync(manifest, 'apiVersion: v1\nkind: Service\nmetadata: {name: b}\nspec: {ports: [{port: 8000, targetPort: http}]}\n');
        new Include(chart, 'included', { url: manifest });
        app.synth();
      };
      program(new App({ outdir: path.join(outdir, 'stock') }));
      program(new InferenceApp({ outdir: path.join(outdir, 'ours') }));
      const [ours, stock] = ['ours', 'stock'].map((folder) => filesIn(path.join(outdir, folder)));
      expect(Object.keys(ours)).toEqual(['chart.k8s.yaml']);
      expect(ours['chart.k8s.yaml'].split('---\n').sort()).toEqual(stock['chart.k8s.yaml'].split('---\n').sort());
    });

    test('renders and validates everything once', () => {
      const app = new InferenceApp({ outdir });
      let rendered = 0;
      let validated = 0;
      for (const id of ['one', 'two']) {
        const chart = new Chart(app, id, { namespace: id });
        configMap(chart, 'a', { lazy: Lazy.any({ produce: () => String(++rendered) }) });
        chart.node.addValidation({ validate: () => { validated++; return []; } });
      }
      app.synth();
      expect([rendered, validated]).toEqual([2, 2]);
    });

    test('removes the file of a chart that is gone, unless something is wrong', () => {
      const dist = path.join(outdir, 'dist');
      const write = (...ids: string[]) => {
        const app = new InferenceApp({ outdir: dist });
        for (const id of ids) {
          const object = configMap(new Chart(app, id), 'a');
          object.node.addValidation({ validate: () => (id === 'wrong' ? ['it is wrong'] : []) });
        }
        app.synth();
        return Object.keys(filesIn(dist));
      };
      expect(write('one', 'two')).toEqual(['one.k8s.yaml', 'two.k8s.yaml']);
      expect(() => write('wrong')).toThrow('nothing was written:\n\nwrong/a\n  error ADM-02: it is wrong\n');
      expect(Object.keys(filesIn(dist))).toEqual(['one.k8s.yaml', 'two.k8s.yaml']);
      fs.writeFileSync(path.join(dist, 'mine.yaml'), '');
      expect(write('two', 'three')).toEqual(['mine.yaml', 'three.k8s.yaml', 'two.k8s.yaml']);
    });

    test('an object that cannot be rendered leaves everything as it was', () => {
      const app = new InferenceApp({ outdir });
      configMap(new Chart(app, 'one'), 'a');
      configMap(new Chart(app, 'two'), 'a', { at: new Date(0) });
      expect(() => app.synth()).toThrow(/path 'two\/a'.*can't render non-simple object of type 'Date'/);
      expect(filesIn(outdir)).toEqual({});
    });

    test('chart.toJson() and Testing.synth() work before and after synth()', () => {
      const build = () => {
        const app = new InferenceApp({ outdir });
        const [one, two] = ['one', 'two'].map((id) => new Chart(app, id));
        const last = configMap(two, 'a');
        last.addDependency(configMap(one, 'z'), configMap(two, 'y'));
        configMap(new Chart(two, 'nested'), 'n');
        return { app, two };
      };
      const plain = build();
      plain.app.synth();
      const files = filesIn(outdir);
      expect(Testing.synth(plain.two).map(({ metadata: { name } }) => name)).toEqual(['y', 'a']);

      const looked = build();
      expect(looked.two.toJson()).toHaveLength(2);
      looked.app.synth();
      expect(filesIn(outdir)).toEqual(files);
    });

    test('resolvers, outputFileExtension, synthYaml() and charts are those of cdk8s', () => {
      const shout: IResolver = {
        resolve: (context: ResolutionContext) => { if (context.value === 'quiet') context.replaceValue('LOUD'); },
      };
      const app = new InferenceApp({ outdir, outputFileExtension: '.yaml', resolvers: [shout] });
      const [one, two, three] = ['one', 'two', 'three'].map((id) => new Chart(app, id));
      configMap(one, 'a', { voice: 'quiet' }).addDependency(configMap(two, 'b'));
      app.synth();
      expect(filesIn(outdir)['one.yaml']).toContain('voice: LOUD');
      expect(Object.keys(filesIn(outdir))).toEqual(['one.yaml', 'two.yaml']);
      expect([...app.synthYaml().matchAll(/name: (\w)/g)].map((match) => match[1])).toEqual(['b', 'a']);
      expect(app.charts).toEqual([two, one, three]);
    });

    test('charts that depend on each other both ways have an order by path', () => {
      const app = new InferenceApp({ outdir });
      const [one, two] = ['one', 'two'].map((id) => new Chart(app, id));
      configMap(one, 'a').addDependency(configMap(two, 'a'));
      configMap(two, 'b').addDependency(configMap(one, 'b'));
      expect(app.charts).toEqual([two, one]);
      app.synth();
      expect(Object.keys(filesIn(outdir))).toEqual(['one.k8s.yaml', 'two.k8s.yaml']);
    });

    test.each([[{ recordConstructMetadata: true }, undefined], [{}, 'true']])('construct metadata is written on demand: %p, %p', (props, environment) => {
      const before = process.env.CDK8S_RECORD_CONSTRUCT_METADATA;
      try {
        delete process.env.CDK8S_RECORD_CONSTRUCT_METADATA;
        if (environment) process.env.CDK8S_RECORD_CONSTRUCT_METADATA = environment;
        const [stock, ours] = [new App({ outdir: path.join(outdir, 'stock'), ...props }), new InferenceApp({ outdir: path.join(outdir, 'ours'), ...props })].map((app) => {
          configMap(new Chart(app, 'chart'), 'a');
          app.synth();
          return fs.readFileSync(path.join(app.outdir, 'construct-metadata.json'), 'utf8');
        });
        expect(ours).toBe(stock);
      } finally {
        delete process.env.CDK8S_RECORD_CONSTRUCT_METADATA;
        if (before !== undefined) process.env.CDK8S_RECORD_CONSTRUCT_METADATA = before;
      }
    });
  });
});
