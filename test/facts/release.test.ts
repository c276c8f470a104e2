import { KubernetesVersion } from '../../lib/facts/kubernetes-version';
import { Release } from '../../lib/facts/release';
import { registryEntries, versionsOf } from '../../lib/facts/schemas/registry';
import { isVersion } from '../../lib/facts/version';

const LINES = Release.all().map((release): [string, Release] => [`${release}`, release]);

describe('Dynamo 1.4', () => {
  const release = Release.DYNAMO_1_4;

  test('pins KAI v0.17.0 on its own and Grove alpha.12-rc1, and says why', () => {
    expect(release.pinOf('kai-scheduler')).toMatchObject({ version: 'v0.17.0', reason: expect.stringContaining('installed on its own: the v0.13.4 that the 1.4 chart bundles') });
    expect(release.pinOf('grove').version).toBe('v0.1.0-alpha.12-rc1');
    expect(release.bundledPins.map((pin) => [pin.component, pin.version])).toEqual([['kai-scheduler', 'v0.13.4'], ['grove', 'v0.1.0-alpha.12-rc1']]);
    // The platform is told to use them, not to install its own.
    expect(release.pinOf('dynamo-platform').settings).toMatchObject({ 'global.kai-scheduler.install': 'false', 'global.kai-scheduler.enabled': 'true' });
  });

  test('has the schemas of the tag', () => {
    expect(['dynamo', 'grove', 'kai-scheduler', 'gaie'].map((component) => release.schemaVersionOf(component)))
      .toEqual(['1.4.0', '0.1.0-alpha.12-rc1', '0.17.0', '1.5.0']);
    expect(release.schemaVersionOf('nonsense')).toBeUndefined();
  });

  test('gangs have predictable names and are made by the pod-grouper; objects are stored as v1alpha1', () => {
    expect(release).toMatchObject({
      groveMakesKaiPodGroups: false, podGangNamesPredictable: true, stalenessGraceMustBeNegative: false, storesV1Beta1: false,
    });
  });
});

test('Later lines need a KAI that never evicts stale gangs, and Grove makes the PodGroups', () => {
  for (const release of [Release.DYNAMO_1_5, Release.DYNAMO_1_6]) {
    expect(release).toMatchObject({
      groveMakesKaiPodGroups: true, podGangNamesPredictable: false, stalenessGraceMustBeNegative: true, storesV1Beta1: true,
    });
    expect(release.pinOf('kai-scheduler').settings).toEqual({ 'scheduler.args.default-staleness-grace-period': '-1s' });
  }
  expect(Release.DYNAMO_1_6.pinOf('grove').version).toBe('v0.1.0-alpha.14');
});

test.each([
  ['1.4', { 'vllm': '0.26.0', 'sglang': '0.5.16', 'tensorrt-llm': '1.3.0rc22' }],
  ['1.5', { 'vllm': '0.28.0', 'sglang': '0.5.18', 'tensorrt-llm': '1.3.0rc25' }],
  ['1.6', { 'vllm': '0.31.0', 'sglang': '0.5.21', 'tensorrt-llm': '1.3.0rc29' }],
])('Engines inside the images of %s', (line, engines) => {
  const release = Release.of(line);
  expect(Object.fromEntries(Object.keys(engines).map((engine) => [engine, release.pinOf(engine).version]))).toEqual(engines);
});

describe.each(LINES)('%s', (_, release) => {
  test('has one pin per component, each with a version, a reason and a source', () => {
    const components = release.pins.map((pin) => pin.component);
    expect(components.filter((component, i) => components.indexOf(component) !== i)).toEqual([]);
    expect(components).toEqual(expect.arrayContaining([
      'dynamo-platform', 'dynamo-operator', 'dynamo-runtime', 'vllm', 'sglang', 'tensorrt-llm', 'nixl-vllm', 'nixl-sglang', 'nixl-tensorrt-llm',
      'kai-scheduler', 'grove', 'gpu-operator', 'gpu-driver', 'network-operator', 'dra-driver', 'nfd', 'modelexpress', 'gaie', 'gateway-api', 'lws', 'aiperf',
    ]));
    for (const pin of release.pins) {
      expect(pin.reason.length).toBeGreaterThan(15);
      expect(pin.source).toMatch(/\.md/);
      expect([pin.component, isVersion(pin.version) || /^\d+\.\d+(\.x)?$/.test(pin.version)]).toEqual([pin.component, true]);
    }
  });

  test('states its gaps with the page that says so', () => {
    expect(release.gaps.length).toBeGreaterThan(2);
    for (const gap of release.gaps) expect([gap.topic, /\.(md|yaml)/.test(gap.source), gap.statement.length > 30]).toEqual([gap.topic, true, true]);
  });

  test('pins a driver that its images run on', () => {
    expect(Number(release.pinOf('gpu-driver').version.split('.')[0])).toBeGreaterThanOrEqual(release.minimumDriver);
    expect(release.minimumDriver).toBe(580);
  });

  test('installs from Kubernetes 1.30 on; what is documented has claims', () => {
    expect(release.installsOn(KubernetesVersion.V1_30)).toBe(true);
    expect(release.kubernetesVersions.map((version) => version.name)).toEqual(['1.34', '1.35', '1.36']);
    expect(release.kubernetesVersions.every((version) => version.servesResourceV1)).toBe(true);
  });

  test('answers with copies, so that no program changes the facts', () => {
    release.componentTypes.push('nonsense');
    expect(release.componentTypes).not.toContain('nonsense');
  });
});

test('1.5 and 1.6 say that their CRDs are derived', () => {
  for (const release of [Release.DYNAMO_1_5, Release.DYNAMO_1_6]) {
    expect(release.gaps.find((gap) => gap.topic === 'CRDs')?.statement).toContain('could not be obtained; the schema is that of 1.4.0 plus a derived delta');
  }
});

describe('Operator and runtime are two facts', () => {
  test('an endpoint picker needs eppConfig below runtime 1.5.0 and may not have it from there on; a 1.4 operator always wants it', () => {
    expect(Release.DYNAMO_1_4.eppConfigRequired('1.5.0')).toBe(true);
    expect(Release.DYNAMO_1_5.eppConfigRequired('1.4.2')).toBe(true);
    expect(Release.DYNAMO_1_5.eppConfigRequired('1.5.0')).toBe(false);
    expect(Release.DYNAMO_1_6.eppConfigRequired()).toBe(false);
  });

  test('one failed probe restarts a worker, three from runtime 1.5.0 on', () => {
    expect([Release.DYNAMO_1_4.workerLivenessFailureThreshold(), Release.DYNAMO_1_5.workerLivenessFailureThreshold('1.4.2'), Release.DYNAMO_1_5.workerLivenessFailureThreshold()])
      .toEqual([1, 1, 3]);
  });

  test('canary requests are on for runtime 1.4.0 and later, under an operator that knows them', () => {
    expect([Release.DYNAMO_1_4.canaryHealthChecks(), Release.DYNAMO_1_5.canaryHealthChecks('1.4.0'), Release.DYNAMO_1_5.canaryHealthChecks('1.3.1')]).toEqual([false, true, false]);
  });

  test('a runtime version has three numbers', () => {
    expect(() => Release.DYNAMO_1_5.eppConfigRequired('latest')).toThrow("Release 1.5: runtimeVersion 'latest' - not of the form X.Y.Z. Fix: write it like '1.5.1'");
  });
});

test('A line is found by any of its versions', () => {
  expect([Release.of('1.4'), Release.of('1.5.1'), Release.of('v1.6.0')]).toEqual([Release.DYNAMO_1_4, Release.DYNAMO_1_5, Release.DYNAMO_1_6]);
  expect(() => Release.of('1.3.1')).toThrow("Release: '1.3.1' - the library knows the lines 1.4, 1.5, 1.6 of Dynamo. Fix: choose one of them, for example Release.DYNAMO_1_4");
});

test('A component without a pin is an error that lists the others', () => {
  expect(() => Release.DYNAMO_1_6.pinOf('aisimulate')).toThrow(/^Release 1\.6: component 'aisimulate' - the line has no pin for it\. Fix: use one of agentgateway, aiperf, /);
  expect(Release.DYNAMO_1_6.findPin('aisimulate')).toBeUndefined();
});

test.each(Release.all())('%s: every schema version that it names is one that the library has', (release) => {
  expect(release.schemaComponents.filter((component) => !versionsOf(component).includes(release.schemaVersionOf(component)!))).toEqual([]);
  // aiperf alone belongs to no line: its CRDs are derived.
  expect([...new Set(registryEntries().map(({ component }) => component))].filter((component) => !release.schemaComponents.includes(component)))
    .toEqual(['aiperf', 'kubernetes']);
});
