import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, App, Chart, JsonPatch, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { InferenceApp, InferenceAppProps, OutputLayout } from '../../lib/app';
import { Cluster, KubernetesVersion, Release } from '../../lib/cluster';
import { filesIn } from '../examples/program';
import { CPU } from '../support/cluster';

let outdir: string;
beforeEach(() => {
  outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'layout-'));
});
afterEach(() => fs.rmSync(outdir, { recursive: true }));

function cluster(app: App, id: string): Cluster {
  return new Cluster(app, id, { release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_34, pools: [CPU] });
}

function object(scope: Construct, id: string, kind = 'ConfigMap', namespace?: string, apiVersion = 'v1', more: object = {}): ApiObject {
  return new ApiObject(scope, id, { apiVersion, kind, metadata: { name: id.split('.')[0], namespace }, ...more });
}

/** Names of the files that a program writes, each with the names of its objects in order. */
function outline(props: InferenceAppProps, program: (app: App) => void): Record<string, string> {
  const app = new InferenceApp({ outdir, ...props });
  program(app);
  app.synth();
  return Object.fromEntries(Object.entries(filesIn(outdir)).map(([file, text]) => [file, [...text.matchAll(/^metadata:\n {2}name: (.+)$/gm)].map((match) => match[1]).join(' ')]));
}

const DEPLOYMENT = {
  spec: { selector: { matchLabels: { app: 'a' } }, template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'main', image: 'a' }] } } },
};

/** Two namespaces with the same names, on a cluster and beside it. */
function twins(app: App): void {
  for (const scope of [app, cluster(app, 'gb200')]) {
    const chart = new Chart(scope, 'Shared.Things');
    object(chart, 'settings.1', 'ConfigMap', 'one');
    object(chart, 'settings.2', 'ConfigMap', 'two');
    object(chart, 'settings.3', 'Deployment', 'two', 'apps/v1', DEPLOYMENT);
    object(chart, 'settings.4', 'Deployment', 'two', 'example.com/v1');
    object(chart, 'two', 'Namespace');
  }
}

describe('OutputLayout', () => {
  test('per chart is the default', () => {
    const expected = { 'gb200/sharedthings.k8s.yaml': 'two settings settings settings settings', 'sharedthings.k8s.yaml': 'two settings settings settings settings' };
    expect(outline({}, twins)).toEqual(expected);
    expect(outline({ layout: OutputLayout.perChart() }, twins)).toEqual(expected);
  });

  test('per resource names namespace and group, so nothing is overwritten', () => {
    const names = ['namespace_two', 'one_configmap_settings', 'two_configmap_settings', 'two_deployment.apps_settings', 'two_deployment.example.com_settings'];
    const files = outline({ layout: OutputLayout.perResource() }, twins);
    expect(Object.keys(files)).toEqual([...names.map((name) => `gb200/${name}.k8s.yaml`), ...names.map((name) => `${name}.k8s.yaml`)]);
  });

  test('per chart and resource adds a folder for the chart', () => {
    expect(Object.keys(outline({ layout: OutputLayout.perChartAndResource(), outputFileExtension: '.yaml' }, (app) => {
      object(new Chart(app, 'a'), 'x');
      object(new Chart(app, 'b'), 'x');
    }))).toEqual(['a/configmap_x.yaml', 'b/configmap_x.yaml']);
  });

  test('per cluster writes one file, each object after those it depends on', () => {
    expect(outline({ layout: OutputLayout.perCluster() }, (app) => {
      const [one, other] = ['one', 'other'].map((id) => new Chart(app, id));
      const first = object(one, 'a');
      first.addDependency(object(other, 'z'));
      object(one, 'b');
      object(new Chart(cluster(app, 'gb200'), 'c'), 'd');
    })).toEqual({ 'app.k8s.yaml': 'z a b', 'gb200/app.k8s.yaml': 'd' });
  });

  test.each([
    [YamlOutputType.FILE_PER_APP, 'app.k8s.yaml'],
    [YamlOutputType.FILE_PER_CHART, 'a.k8s.yaml'],
    [YamlOutputType.FILE_PER_RESOURCE, 'configmap_x.k8s.yaml'],
    [YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, 'a/configmap_x.k8s.yaml'],
  ])('yamlOutputType %p is understood', (yamlOutputType, file) => {
    expect(outline({ yamlOutputType }, (app) => object(new Chart(app, 'a'), 'x'))).toEqual({ [file]: 'x' });
  });

  test('layout and yamlOutputType together are refused', () => {
    expect(() => new InferenceApp({ layout: OutputLayout.waves(), yamlOutputType: YamlOutputType.FILE_PER_APP }))
      .toThrow('InferenceApp: layout and yamlOutputType - both say how objects are divided into files. Fix: give layout only');
  });

  test('the same object twice shares a file; odd, upper-case and endless names have one', () => {
    const files = outline({ layout: OutputLayout.perResource() }, (app) => {
      const chart = new Chart(app, 'a');
      object(chart, 'same.1');
      object(chart, 'same.2');
      object(chart, 'system:Node', 'ClusterRole', undefined, 'rbac.authorization.k8s.io/v1');
      object(chart, 'n'.repeat(253), 'ConfigMap', 'm'.repeat(63));
      object(chart, `${'n'.repeat(252)}m`, 'ConfigMap', 'm'.repeat(63));
      object(chart, 'generated').addJsonPatch(JsonPatch.remove('/metadata/name'), JsonPatch.add('/metadata/generateName', 'run-'));
    });
    const names = Object.keys(files);
    expect(files['configmap_same.k8s.yaml']).toBe('same same');
    expect(names).toContain('clusterrole.rbac.authorization.k8s.io_system-node.k8s.yaml');
    expect(names).toContain('configmap_run-.k8s.yaml');
    expect(names.filter((name) => name.length === 255)).toHaveLength(2);
  });

  describe('waves', () => {
    const waves = (program: (app: App) => void) => outline({ layout: OutputLayout.waves() }, program);

    test('follow dependencies of objects, constructs and charts', () => {
      expect(waves((app) => {
        const [platform, model, graph] = ['platform', 'model', 'graph'].map((id) => new Chart(app, id));
        object(platform, 'operator');
        object(platform, 'webhook').addDependency(platform.node.findChild('operator'));
        model.addDependency(platform);
        object(model, 'cache');
        const part = new Construct(graph, 'part');
        object(part, 'serve');
        part.node.addDependency(model.node.findChild('cache'));
        object(graph, 'free');
      })).toEqual({
        '01/graph.k8s.yaml': 'free', '01/platform.k8s.yaml': 'operator', '02/platform.k8s.yaml': 'webhook', '03/model.k8s.yaml': 'cache', '04/graph.k8s.yaml': 'serve',
      });
    });

    test('put a Namespace before what is in it, and a CustomResourceDefinition before its kind', () => {
      expect(waves((app) => {
        const chart = new Chart(cluster(app, 'gb200'), 'a', { namespace: 'inference' });
        object(chart, 'settings');
        object(chart, 'serving', 'Queue', undefined, 'scheduling.run.ai/v2', {
          spec: { resources: Object.fromEntries(['gpu', 'cpu', 'memory'].map((key) => [key, { limit: -1 }])) },
        });
        object(chart, 'queues.scheduling.run.ai', 'CustomResourceDefinition', undefined, 'apiextensions.k8s.io/v1', {
          spec: { group: 'scheduling.run.ai', names: { kind: 'Queue' } },
        });
        object(new Chart(app, 'shared', { namespace: 'inference' }), 'inference', 'Namespace');
        object(new Chart(cluster(app, 'h100'), 'a'), 'elsewhere', 'ConfigMap', 'other');
      })).toEqual({ '01/shared.k8s.yaml': 'inference', 'gb200/01/a.k8s.yaml': 'queues', 'gb200/02/a.k8s.yaml': 'serving settings', 'h100/01/a.k8s.yaml': 'elsewhere' });
    });

    test('sort as text, however many there are', () => {
      const files = waves((app) => {
        const chart = new Chart(app, 'a');
        for (let i = 0; i < 120; i++) {
          const next = object(chart, `o${i}`);
          if (i > 0) next.addDependency(chart.node.findChild(`o${i - 1}`));
        }
      });
      expect(Object.values(files)).toEqual(Array.from({ length: 120 }, (_, i) => `o${i}`));
      expect(Object.keys(files)[0]).toBe('001/a.k8s.yaml');
    });
  });

  test('charts and clusters that would share a file are named', () => {
    expect(() => outline({}, (app) => ['Chat', 'chat'].forEach((id) => object(new Chart(app, id), 'a'))))
      .toThrow('Chat, chat\n  error ADM-05: two charts would be written to chat.k8s.yaml - names of files are made of lower-case ids, digits and hyphens\n    fix: rename one of them');
    expect(() => outline({ layout: OutputLayout.perResource() }, (app) => ['GB200', 'gb200'].forEach((id) => object(new Chart(cluster(app, id), 'a'), 'b'))))
      .toThrow('GB200, gb200\n  error ADM-05: two clusters would be written to gb200/configmap_b.k8s.yaml');
  });

  test('nested charts are charts; empty ones have no file', () => {
    expect(outline({}, (app) => {
      const outer = new Chart(app, 'outer');
      object(outer, 'x');
      object(new Chart(outer, 'inner'), 'z');
      new Chart(app, 'empty');
    })).toEqual({ 'outer.k8s.yaml': 'x', 'outer-inner.k8s.yaml': 'z' });
  });
});
