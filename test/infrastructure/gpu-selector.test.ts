import { Size } from 'cdk8s';
import { DEVICE_ATTRIBUTES, DEVICE_CAPACITIES, KUBERNETES_DEVICE_ATTRIBUTES } from '../../lib/facts/dra-devices';
import { DeviceAttribute, GpuAttribute, GpuRequest, GpuSelector, TextAttribute } from '../../lib/infrastructure';

const ON = "device.attributes['gpu.nvidia.com']";
const CAPACITY = "device.capacity['gpu.nvidia.com']";
const expressionOf = (selector: GpuSelector, type: 'gpu' | 'mig' | 'vfio' | undefined = 'gpu') => selector._condition.render(type);

describe('GpuSelector', () => {
  test.each<[string, GpuSelector, string]>([
    ['text', GpuAttribute.PRODUCT_NAME.equalTo('NVIDIA H100 80GB HBM3'), `${ON}.productName == 'NVIDIA H100 80GB HBM3'`],
    ['a quote in a text', GpuAttribute.PRODUCT_NAME.contains('a\'b"c\\d'), `${ON}.productName.contains('a\\'b"c\\\\d')`],
    ['one of several', GpuAttribute.ARCHITECTURE.oneOf('Hopper', 'Blackwell'), `${ON}.architecture in ['Hopper', 'Blackwell']`],
    ['the beginning', GpuAttribute.PRODUCT_NAME.startsWith('NVIDIA'), `${ON}.productName.startsWith('NVIDIA')`],
    ['a pattern', GpuAttribute.PRODUCT_NAME.matches('H[12]00'), `${ON}.productName.matches('H[12]00')`],
    ['a version, without leading zeros', GpuAttribute.DRIVER_VERSION.atLeast('570.86.05'), `${ON}.driverVersion.compareTo(semver("570.86.5")) >= 0`],
    ['a version of two numbers', GpuAttribute.CUDA_COMPUTE_CAPABILITY.below('9.0'), `${ON}.cudaComputeCapability.compareTo(semver("9.0.0")) < 0`],
    ['all of several', GpuSelector.allOf(GpuAttribute.BRAND.equalTo('a'), GpuAttribute.CUDA_DRIVER_VERSION.equalTo('13')),
      `${ON}.brand == 'a' && ${ON}.cudaDriverVersion.compareTo(semver("13.0.0")) == 0`],
    ['any of several', GpuSelector.anyOf(GpuAttribute.BRAND.equalTo('a'), GpuAttribute.BRAND.equalTo('b')), `${ON}.brand == 'a' || ${ON}.brand == 'b'`],
    ['any within all', GpuSelector.allOf(GpuSelector.anyOf(GpuAttribute.BRAND.equalTo('a'), GpuAttribute.BRAND.equalTo('b')), GpuAttribute.UUID.equalTo('c')),
      `(${ON}.brand == 'a' || ${ON}.brand == 'b') && ${ON}.uuid == 'c'`],
    ['none of several', GpuSelector.noneOf(GpuAttribute.BRAND.equalTo('a'), GpuAttribute.BRAND.equalTo('b')), `!(${ON}.brand == 'a' || ${ON}.brand == 'b')`],
    ['CEL of one\'s own', GpuSelector.allOf(GpuSelector.cel('a ? b : c'), GpuSelector.cel('d')), '(a ? b : c) && d'],
  ])('%s', (_, selector, expression) => {
    expect(expressionOf(selector)).toBe(expression);
  });

  test('asks first for what devices of the type may lack, and for nothing else', () => {
    const guarded = `'memory' in ${CAPACITY} && ${CAPACITY}.memory.compareTo(quantity("80Gi")) >= 0`;
    const memory = GpuAttribute.MEMORY.atLeast(Size.gibibytes(80));
    expect(expressionOf(memory, 'gpu')).toBe(guarded);
    expect(expressionOf(memory, 'mig')).toBe(`${CAPACITY}.memory.compareTo(quantity("80Gi")) >= 0`);
    expect(expressionOf(memory, undefined)).toBe(guarded);
    expect(expressionOf(GpuAttribute.UUID.equalTo('x'), 'gpu')).not.toContain(' in ');
    expect(expressionOf(GpuAttribute.UUID.equalTo('x'), 'mig')).toContain(`'uuid' in ${ON} && `);
    expect(expressionOf(GpuAttribute.PCIE_ROOT.exists())).toBe("'pcieRoot' in device.attributes['resource.kubernetes.io']");
  });

  test('sizes, counts and flags', () => {
    expect(expressionOf(GpuAttribute.MEMORY.moreThan(Size.gibibytes(10)), 'mig')).toBe(`${CAPACITY}.memory.isGreaterThan(quantity("10Gi"))`);
    expect(expressionOf(GpuAttribute.MEMORY.lessThan(Size.gibibytes(10)), 'mig')).toBe(`${CAPACITY}.memory.isLessThan(quantity("10Gi"))`);
    expect(expressionOf(GpuAttribute.MULTIPROCESSORS.moreThan(10), 'mig')).toBe(`${CAPACITY}.multiprocessors.isGreaterThan(quantity("10"))`);
    expect(expressionOf(GpuAttribute.MULTIPROCESSORS.lessThan(30), 'mig')).toBe(`${CAPACITY}.multiprocessors.isLessThan(quantity("30"))`);
    expect(expressionOf(GpuAttribute.DECODERS.atLeast(1), 'mig')).toBe(`${CAPACITY}.decoders.compareTo(quantity("1")) >= 0`);
    expect(expressionOf(GpuAttribute.IOMMU_FD_ENABLED.isTrue(), 'vfio')).toBe(`${ON}.iommuFDEnabled`);
    expect(expressionOf(GpuAttribute.VFIO_NUMA.equalTo(1), 'vfio')).toBe(`${ON}.numa == 1`);
    expect(expressionOf(GpuAttribute.NUMA_NODE.atLeast(1))).toContain("device.attributes['resource.kubernetes.io'].numaNode >= 1");
  });

  test('what another driver publishes is asked for first', () => {
    const near = new TextAttribute('dra.net', 'ifName').startsWith('eth');
    expect(expressionOf(near)).toBe("'ifName' in device.attributes['dra.net'] && device.attributes['dra.net'].ifName.startsWith('eth')");
    expect(() => GpuRequest.gpu({ where: near })).not.toThrow();
  });

  test('knows everything that the facts know', () => {
    const facts = [...['gpu', 'mig', 'vfio'] as const].flatMap((type) => [DEVICE_ATTRIBUTES[type], DEVICE_CAPACITIES[type]]).flatMap((each) => Object.keys(each));
    const names = [...facts.map((name) => `gpu.nvidia.com/${name}`), ...Object.keys(KUBERNETES_DEVICE_ATTRIBUTES).map((name) => `resource.kubernetes.io/${name}`)];
    const ours = Object.values(GpuAttribute).map((attribute) => (attribute as DeviceAttribute).qualifiedName);
    expect(ours.sort()).toEqual([...new Set(names)].sort());
  });

  test.each<[string, () => unknown, string]>([
    ['a version with letters', () => GpuAttribute.DRIVER_VERSION.atLeast('r570'), "gpu.nvidia.com/driverVersion: 'r570' - not a version of up to three numbers"],
    ['half a multiprocessor', () => GpuAttribute.MULTIPROCESSORS.atLeast(0.5), 'not a whole number'],
    ['no values', () => GpuAttribute.BRAND.oneOf(), 'oneOf() - no values'],
    ['no conditions', () => GpuSelector.allOf(), 'allOf() - no conditions'],
    ['an empty expression', () => GpuSelector.cel(' '), 'an expression of 1 bytes'],
    ['an expression that is too long', () => GpuSelector.cel('x'.repeat(10241)), 'an expression of 10241 bytes - the API server takes 1 to 10240'],
  ])('%s is refused', (_, build, message) => {
    expect(build).toThrow(message);
  });
});
