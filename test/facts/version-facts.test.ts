import { Release } from '../../lib/facts/release';
import { groveMakesKaiPodGroups, isGoDuration, versionConflicts, versionsOf } from '../../lib/facts/version-facts';

/** Rule and severity of each conflict. */
const found = (...args: Parameters<typeof versionConflicts>) => versionConflicts(...args).map(({ rule, severity }) => `${rule} ${severity}`);

describe('Every shipped release', () => {
  const combinations = Release.all().flatMap((release) => release.kubernetesVersions.map((kubernetes): [string, string, Release] => [`${release}`, kubernetes.name, release]));

  test.each(combinations)('%s on Kubernetes %s has no conflict', (_, kubernetes, release) => {
    const version = release.kubernetesVersions.find((each) => each.name === kubernetes);
    expect(versionConflicts({ ...versionsOf(release, version), gangs: true, resourceClaims: true })).toEqual([]);
  });

  test('agrees with its own pins on who makes the PodGroups', () => {
    for (const release of Release.all()) expect([release.name, release.groveMakesKaiPodGroups]).toEqual([release.name, groveMakesKaiPodGroups(release.pinOf('grove').version)]);
  });
});

test('The KAI that the 1.4 chart bundles is caught: it gangs no graph, and cannot write claims on 1.36', () => {
  const release = Release.DYNAMO_1_4;
  const bundled = Object.fromEntries(release.bundledPins.map((pin) => [pin.component, pin.version]));
  const conflicts = versionConflicts({ ...versionsOf(release), kai: bundled['kai-scheduler'], grove: bundled.grove, bundled: true, kubernetesMinor: 36 });
  expect(conflicts).toEqual([
    {
      rule: 'VER-01',
      severity: 'error',
      message: 'KAI v0.13.4 does not gang-schedule the graphs of Dynamo 1.4.2: its pod-grouper knows them only at nvidia.com/v1alpha1. Install KAI v0.17.0 or later on its own',
    },
    {
      rule: 'VER-05',
      severity: 'error',
      message: 'KAI v0.13.4 may not write resourceclaims/binding, which Kubernetes 1.36 asks of a scheduler that allocates claims. Install KAI v0.17.0',
    },
  ]);
});

test("NVIDIA AICR's combination of autumn 2026 gives warnings, no error", () => {
  expect(found({ dynamo: '1.4.2', kai: 'v0.16.9', grove: 'v0.1.0-alpha.12', kubernetesMinor: 37 })).toEqual(['VER-02 warning', 'VER-04 warning']);
});

describe('VER-01', () => {
  const set = { dynamo: '1.4.0', kai: 'v0.16.9', grove: 'v0.1.0-alpha.12-rc1' };
  test('an older KAI with a graph', () => expect(found(set)).toEqual(['VER-01 error']));
  test.each([
    ['KAI v0.17.0', { ...set, kai: 'v0.17.0' }], ['gangs of one pod', { ...set, gangs: false }], ['no Dynamo: a PodCliqueSet applied by hand', { ...set, dynamo: undefined }],
  ])('not with %s', (_, versions) => expect(found(versions)).toEqual([]));
  test('not with a later Grove, whose pods skip the pod-grouper', () => {
    expect(found({ ...set, grove: 'v0.1.0-alpha.12-rc2' })).not.toContain('VER-01 error');
  });
});

describe('VER-02', () => {
  const quiet = { kaiStalenessGracePeriod: '-1s' };
  test.each([
    ['KAI before skip-podgrouper', { grove: 'v0.1.0-alpha.13', kai: 'v0.14.6', ...quiet }, ['VER-02 error']],
    ['KAI v0.16 with Dynamo 1.5', { grove: 'v0.1.0-alpha.13', kai: 'v0.16.9', dynamo: '1.5.0', ...quiet }, ['VER-02 error']],
    ['KAI v0.16 without Dynamo', { grove: 'v0.1.0-alpha.12', kai: 'v0.16.9', ...quiet }, ['VER-02 warning']],
    ['KAI v0.17', { grove: 'v0.1.0-alpha.13', kai: 'v0.17.0', dynamo: '1.5.0', ...quiet }, []],
    ['KAI of the 0.18 line, without v', { grove: 'v0.1.0-alpha.13', kai: '0.18.6', ...quiet }, []],
    ['the last Grove that leaves it to KAI', { grove: 'v0.1.0-alpha.12-rc1', kai: 'v0.14.6', ...quiet }, []],
  ])('%s', (_, versions, rules) => expect(found(versions)).toEqual(rules));
});

describe('VER-03', () => {
  test.each([
    ['1.3.1', 'v0.1.0-alpha.8', []],
    ['1.3.1', 'v0.1.0-alpha.9', ['VER-03 error']],
    ['1.4.0', 'v0.1.0-alpha.11', ['VER-03 error']],
    ['1.4.2', 'v0.1.0-alpha.12-rc1', []],
    ['1.5.0', 'v0.1.0-alpha.12', ['VER-03 error']],
    ['1.6.1', 'v0.1.0-alpha.13', ['VER-03 error']],
    ['1.6.1', 'v0.1.0-alpha.14', []],
  ])('Dynamo %s with Grove %s', (dynamo, grove, rules) => expect(found({ dynamo, grove })).toEqual(rules));

  test('says what to install', () => {
    expect(versionConflicts({ dynamo: '1.5.1', grove: 'v0.1.0-alpha.12' })[0].message)
      .toBe('Dynamo 1.5.1 needs Grove v0.1.0-alpha.13 or later; this is v0.1.0-alpha.12. Update Grove and its CRDs first');
  });
});

describe('VER-04', () => {
  const set = { kai: 'v0.17.0', grove: 'v0.1.0-alpha.13' };
  test.each([
    ['the default', set, ['VER-04 warning']],
    ['a positive period', { ...set, kaiStalenessGracePeriod: '60s' }, ['VER-04 warning']],
    ['zero', { ...set, kaiStalenessGracePeriod: '-0s' }, ['VER-04 warning']],
    ['never', { ...set, kaiStalenessGracePeriod: '-1s' }, []],
    ['a number without a unit', { ...set, kaiStalenessGracePeriod: '-1' }, ['VER-04 error']],
    ['the default, both installed by the platform 1.5', { ...set, dynamo: '1.5.0', bundled: true }, ['VER-04 error']],
    ['the default with a Grove that leaves PodGroups to KAI', { ...set, grove: 'v0.1.0-alpha.12-rc1' }, []],
  ])('%s', (_, versions, rules) => expect(found(versions)).toEqual(rules));

  test('the unit-less -1 of the first 1.5 documents is named for what it does', () => {
    expect(versionConflicts({ ...set, kaiStalenessGracePeriod: '-1' })[0].message)
      .toBe('default-staleness-grace-period "-1" is no Go duration, so KAI\'s scheduler exits at start. Set scheduler.args.default-staleness-grace-period of the KAI chart to "-1s"');
  });
});

describe('VER-05', () => {
  test.each([
    ['v0.12.18', ['VER-05 error']], ['v0.12.19', []], ['v0.13.4', ['VER-05 error']], ['v0.13.99', ['VER-05 error']], ['v0.14.0', ['VER-05 error']], ['v0.14.1', []], ['v0.15.0', []],
  ])('KAI %s on Kubernetes 1.36', (kai, rules) => {
    expect(found({ kai, kubernetesMinor: 36 })).toEqual(rules);
    expect(found({ kai, kubernetesMinor: 35 })).toEqual([]);
    expect(found({ kai, kubernetesMinor: 36, resourceClaims: false })).toEqual([]);
  });
});

test.each([['-1s', true], ['1h30m', true], ['1.5h', true], ['0', true], ['-1', false], ['1 s', false], ['', false], ['1d', false]])('%j as a Go duration: %j', (text, ok) => {
  expect(isGoDuration(text)).toBe(ok);
});
