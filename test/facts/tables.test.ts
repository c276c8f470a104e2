import * as fs from 'fs';
import * as path from 'path';
import { isLabelKey, isLabelValue } from '../../lib/core/names';
import { GpuSystem } from '../../lib/facts/gpu-system';
import { KAI_NON_PREEMPTIBLE_FROM, KAI_PRIORITY_CLASSES } from '../../lib/facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS, RESOURCE_NAMES } from '../../lib/facts/label-keys';
import { MAX_NODES_PER_IMEX_DOMAIN } from '../../lib/facts/nvlink';
import { PORTS } from '../../lib/facts/ports';

test('Keys are keys, and none stands twice in a table', () => {
  for (const keys of [LABEL_KEYS, ANNOTATION_KEYS, RESOURCE_NAMES]) {
    const values: string[] = Object.values(keys);
    expect(values.filter((key) => !isLabelKey(key))).toEqual([]);
    expect(values.filter((key, i) => values.indexOf(key) !== i)).toEqual([]);
  }
  expect(isLabelValue(GpuSystem.HGX_H100.gpuProduct!)).toBe(true);
});

test('Ports are ports, with a source', () => {
  for (const [name, fact] of Object.entries(PORTS)) {
    expect([name, fact.port > 0 && fact.port < 65536, fact.source.length > 0]).toEqual([name, true, true]);
  }
  expect([PORTS.frontendHttp, PORTS.system, PORTS.nixlTelemetry].map(({ port, portName }) => [port, portName])).toEqual([[8000, 'http'], [9090, 'system'], [19090, 'nixl']]);
});

test('Container ports of one pod have names that Kubernetes takes', () => {
  for (const { portName } of Object.values<{ portName?: string }>(PORTS)) if (portName) expect(portName).toMatch(/^[a-z0-9-]{1,15}$/);
});

test("KAI's classes of 100 and more are not preemptible", () => {
  expect(Object.entries(KAI_PRIORITY_CLASSES).filter(([, value]) => value >= KAI_NON_PREEMPTIBLE_FROM).map(([name]) => name)).toEqual(['build', 'inference']);
});

test('A whole NVL72 rack fits one IMEX domain', () => {
  expect(GpuSystem.GB200_NVL72.nodesPerNvlinkDomain).toBeLessThanOrEqual(MAX_NODES_PER_IMEX_DOMAIN);
});

test('Facts and core load neither cdk8s nor constructs nor yaml', () => {
  for (const folder of ['core', 'facts', 'facts/releases']) {
    const directory = path.join(__dirname, '../../lib', folder);
    for (const file of fs.readdirSync(directory).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))) {
      const imports = fs.readFileSync(path.join(directory, file), 'utf8').match(/^import (?!type ).* from '(?!\.|crypto'|fs'|path')[^']+'/gm) ?? [];
      expect([file, imports]).toEqual([file, []]);
    }
  }
});
