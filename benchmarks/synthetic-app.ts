import { ApiObject, App, Chart } from 'cdk8s';

/** What one object of a measured app looks like, as props of an ApiObject. */
export type Shape = (name: string) => { apiVersion: string; kind: string; [key: string]: unknown };

/** A ConfigMap as people have them: a few keys, one of several lines. */
export const configMap: Shape = (name) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'bench' } },
  data: { 'LOG_LEVEL': 'info', 'PORT': '8000', 'config.yaml': 'model: org/model\nports:\n  - 8000\n  - 9090\n', 'url': `http://${name}.inference.svc:8000/v1` },
});

/** A graph of 7 KB, the size of upstream's recipes: a frontend and two workers with their pod templates. */
export const graph: Shape = (name) => ({
  apiVersion: 'nvidia.com/v1beta1',
  kind: 'DynamoGraphDeployment',
  metadata: { name, labels: { 'kai.scheduler/queue': 'serving' }, annotations: { note: 'prefill: on two nodes, decode: on four' } },
  spec: {
    backendFramework: 'trtllm',
    components: ['frontend', 'prefill', 'decode'].map((component, i) => ({
      name: component,
      type: component === 'frontend' ? 'frontend' : 'worker',
      replicas: i + 1,
      ...i > 0 && { multinode: { nodeCount: 2 * i } },
      podTemplate: {
        metadata: { labels: { component, tier: 'inference' }, annotations: { 'k8s.v1.cni.cncf.io/networks': 'ib0, ib1, ib2, ib3' } },
        spec: {
          containers: [{
            name: 'main',
            image: 'nvcr.io/nvidia/ai-dynamo/tensorrtllm-runtime:1.4.0',
            command: ['python3', '-m', 'dynamo.trtllm'],
            args: ['--model-path', 'nvidia/DeepSeek-R1-FP4', '--served-model-name', 'deepseek-ai/DeepSeek-R1', '--disaggregation-mode', component, '--tensor-parallel-size', '16'],
            env: Array.from({ length: 4 }, (_, n) => (n % 3 === 0
              ? { name: `SECRET_${n}`, valueFrom: { secretKeyRef: { name: 'hf-token', key: `TOKEN_${n}` } } }
              : { name: `VALUE_${n}`, value: n % 2 ? String(n) : `/opt/dynamo/value-${n}` })),
            resources: { limits: { 'nvidia.com/gpu': '4', 'memory': '512Gi' }, requests: { 'nvidia.com/gpu': '4', 'cpu': '32' }, claims: [{ name: 'channel' }] },
            volumeMounts: [{ name: 'model-cache', mountPath: '/opt/models' }, { name: 'engine', mountPath: '/engine_configs', readOnly: true }, { name: 'shm', mountPath: '/dev/shm' }],
            livenessProbe: { httpGet: { path: '/live', port: 9090 }, periodSeconds: 5, timeoutSeconds: 30, failureThreshold: 1 },
            startupProbe: { httpGet: { path: '/live', port: 9090 }, periodSeconds: 10, failureThreshold: 600 },
            securityContext: { capabilities: { add: ['IPC_LOCK', 'SYS_PTRACE'] } },
          }],
          volumes: [
            { name: 'model-cache', persistentVolumeClaim: { claimName: 'weights' } }, { name: 'engine', configMap: { name: 'engine-configs' } },
            { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '80Gi' } },
          ],
          resourceClaims: [{ name: 'channel', resourceClaimTemplateName: 'nvlink-channel' }],
          nodeSelector: { 'kubernetes.io/arch': 'arm64', 'nvidia.com/gpu.product': 'NVIDIA-GB200' },
          tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }, { key: 'kubernetes.io/arch', operator: 'Equal', value: 'arm64' }],
          imagePullSecrets: [{ name: 'nvcr' }],
        },
      },
    })),
  },
});

export interface SyntheticApp {
  readonly charts: number;
  readonly objects: number;
  readonly shape: Shape;
  /** Each chart depends on the one before. */
  readonly chained?: boolean;
}

/** Fills an app; the same for every kind of app. */
export function fill<A extends App>(app: A, { charts, objects, shape, chained }: SyntheticApp): A {
  let before: Chart | undefined;
  for (let c = 0; c < charts; c++) {
    const chart = new Chart(app, `chart-${c}`, { namespace: 'inference' });
    for (let o = 0; o < objects; o++) new ApiObject(chart, `object-${o}`, shape(`object-${c}-${o}`));
    if (chained && before) chart.addDependency(before);
    before = chart;
  }
  return app;
}
