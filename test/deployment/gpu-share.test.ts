import { ApiObject, Size } from 'cdk8s';
import { GpuShare, Queue } from '../../lib/deployment';
import { Workload } from '../../lib/workload';
import { chartOn, manifestOf } from '../support/cluster';

function deploymentOn(chart: ReturnType<typeof chartOn>): Workload {
  return Workload.fromApiObject(new ApiObject(chart, 'small', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { selector: { matchLabels: { app: 'a' } }, template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'main', image: 'example.com/a:1' }] } } },
  }));
}

describe('GpuShare', () => {
  test('a fraction, of a queue: annotations on the pods, KAI as their scheduler', () => {
    const chart = chartOn();
    const workload = deploymentOn(chart);
    GpuShare.fraction(0.5, { container: 'main' }).giveTo(workload);
    new Queue(chart, 'team').grant(workload);
    const { template } = manifestOf(chart, 'Deployment').spec;
    expect(template.metadata.annotations).toEqual({ 'gpu-fraction': '0.5', 'gpu-fraction-container-name': 'main' });
    expect(template.spec.schedulerName).toBe('kai-scheduler');
  });

  test('an amount of memory is written in MiB, rounded up', () => {
    const chart = chartOn();
    GpuShare.memory(Size.gibibytes(8), { devices: 2 }).giveTo(deploymentOn(chart));
    expect(manifestOf(chart, 'Deployment').spec.template.metadata.annotations).toEqual({ 'gpu-memory': '8192', 'gpu-fraction-num-devices': '2' });
  });

  test('refuses what is no share', () => {
    expect(() => GpuShare.fraction(1)).toThrow('GpuShare: fraction(1) - not more than 0 and less than 1. Fix: write for example 0.5; whole GPUs are asked for with requestGpus()');
    expect(() => GpuShare.memory(Size.kibibytes(0))).toThrow('less than 1 MiB');
    expect(() => GpuShare.fraction(0.5, { devices: 0 })).toThrow('GpuShare: devices: 0');
  });
});
