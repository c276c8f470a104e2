import { KubernetesVersion } from '../../lib/facts/kubernetes-version';
import { versionsOf } from '../../lib/facts/schemas/registry';

test.each(['1.34', 'v1.34.2', '1.34.1-gke.2030000', '1.34+'])('%s is Kubernetes 1.34', (text) => {
  expect(KubernetesVersion.of(text)).toBe(KubernetesVersion.V1_34);
});

test.each(['1.29', '1.340', '2.34', '34', 'latest'])('%s is refused with the versions that are known', (text) => {
  expect(() => KubernetesVersion.of(text)).toThrow(
    `KubernetesVersion: '${text}' - the library knows 1.30 to 1.37. Fix: give one of them, for example KubernetesVersion.of('1.34')`,
  );
});

test('Versions compare by minor', () => {
  expect(KubernetesVersion.V1_34.isAtLeast(KubernetesVersion.V1_34)).toBe(true);
  expect(KubernetesVersion.V1_33.isAtLeast(KubernetesVersion.V1_34)).toBe(false);
  expect(`${KubernetesVersion.V1_36}`).toBe('1.36');
});

test('Claims work out of the box from 1.34 on, at v1', () => {
  expect(KubernetesVersion.all().filter((version) => version.servesResourceV1).map((version) => version.name)).toEqual(['1.34', '1.35', '1.36', '1.37']);
  expect(KubernetesVersion.V1_32.resourceApiVersions).toEqual(['v1beta1', 'v1alpha3']); // the driver's docs claim v1beta2: wrong
  expect(KubernetesVersion.V1_34.resourceApiVersions[0]).toBe('v1');
});

test('Feature gates of claims are on from the minor that turned them on', () => {
  expect(KubernetesVersion.V1_33.enablesByDefault('DRAPrioritizedList')).toBe(false);
  expect(KubernetesVersion.V1_34.enablesByDefault('DRAPrioritizedList')).toBe(true);
  expect(KubernetesVersion.V1_35.enablesByDefault('DRAExtendedResource')).toBe(false);
  expect(KubernetesVersion.V1_36.enablesByDefault('DRAExtendedResource')).toBe(true);
  expect(KubernetesVersion.V1_37.enablesByDefault('DRAListTypeAttributes')).toBe(false);
  expect(() => KubernetesVersion.V1_34.enablesByDefault('Nonsense')).toThrow("KubernetesVersion 1.34: gate 'Nonsense' - the library has no facts about it. Fix: use one of DRAAdminAccess, ");
});

test('Built-in kinds are checked with the schemas that the library has', () => {
  expect(KubernetesVersion.all().map(({ schemaVersion }) => schemaVersion).filter((version) => !versionsOf('kubernetes').includes(version))).toEqual([]);
});
