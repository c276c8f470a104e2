import { admit } from '../../../lib/admission/admit';
import { selectorProblem } from '../../../lib/admission/cel/device-selectors';
import { builtInChecks } from '../../../lib/admission/checks';
import { ManifestSet } from '../../../lib/manifests/manifest-set';

test.each([
  'device.driver == "gpu.nvidia.com"',
  'device.driver == \'gpu.nvidia.com\' && device.attributes[\'gpu.nvidia.com\'].type == \'gpu\'',
  'device.attributes["gpu.nvidia.com"].productName.lowerAscii().matches("^.*h100.*$")',
  'device.attributes["compute-domain.nvidia.com"].id == 0',
  'device.capacity["gpu.nvidia.com"].memory.isGreaterThan(quantity("40Gi"))',
  'device.capacity["gpu.nvidia.com"].memory.compareTo(quantity("40Gi")) >= 0',
  'device.attributes["gpu.nvidia.com"].driverVersion.compareTo(semver("570.86.5")) >= 0',
  '"addressingMode" in device.attributes["gpu.nvidia.com"] && device.attributes["gpu.nvidia.com"].addressingMode == "ATS"',
  'device.attributes["gpu.nvidia.com"].?addressingMode.orValue("None") == "ATS"',
  'cel.bind(a, device.attributes["gpu.nvidia.com"], a.type == "gpu" && a.brand == "Tesla")',
  'device.allowMultipleAllocations == true',
  'device.attributes["k8s.cni.cncf.io"].isSriov',
  'device.attributes["a.example.com"].names.includes("x")', // needs DRAListTypeAttributes
  'true',
])('%s is a selector', (expression) => {
  expect(selectorProblem(expression)).toBeUndefined();
});

test.each([
  ['', /end|expected/],
  ['UPPER', "undeclared reference to 'UPPER'"],
  ['1.5Gi', /./],
  ['with space', /./],
  ['device', 'it is of type device, not bool'],
  ['device.driver', 'it is of type string, not bool'],
  ['device.driver == 1', "found no matching overload for '_==_' applied to '(string, int)'"],
  ['device.capacity["gpu.nvidia.com"].memory > 10', "found no matching overload for '_>_' applied to '(kubernetes.Quantity, int)'"],
  ['device.capacity["gpu.nvidia.com"].memory.lowerAscii() == "a"', "found no matching overload for 'lowerAscii' applied to '(kubernetes.Quantity)'"],
  ['device.attribute["gpu.nvidia.com"].type == "gpu"', /^undefined field 'attribute' of device/],
  ['device.attributes[1].type == "gpu"', "found no matching overload for '_[_]' applied to '(attributes, int)'"],
  ['device.driver && true', "found no matching overload for '_&&_' applied to '(string)'"],
  ['device.driver.name == "a"', "type 'string' does not support field selection"],
  ['device.driver.resembles("gpu")', "undeclared reference to 'resembles'"],
])('%s is none', (expression, problem) => {
  const said = selectorProblem(expression);
  expect(said).toEqual(problem instanceof RegExp ? expect.stringMatching(problem) : problem);
});

const selector = (expression: string) => [{ cel: { expression } }];
const BAD = 'device.drivr == "gpu.nvidia.com"';
const claim = (apiVersion: string, requests: object[]) => ({ apiVersion, kind: 'ResourceClaim', metadata: { name: 'a', namespace: 'b' }, spec: { devices: { requests } } });

test.each([
  ['spec.devices.requests[0].exactly.selectors[0].cel.expression', claim('resource.k8s.io/v1', [{ name: 'a', exactly: { deviceClassName: 'a', selectors: selector(BAD) } }])],
  ['spec.devices.requests[0].selectors[0].cel.expression', claim('resource.k8s.io/v1beta1', [{ name: 'a', deviceClassName: 'a', selectors: selector(BAD) }])],
  ['spec.devices.requests[0].firstAvailable[0].selectors[0].cel.expression', claim('resource.k8s.io/v1beta2', [{ name: 'a', firstAvailable: [{ name: 'b', deviceClassName: 'a', selectors: selector(BAD) }] }])],
  ['spec.selectors[0].cel.expression', { apiVersion: 'resource.k8s.io/v1', kind: 'DeviceClass', metadata: { name: 'a' }, spec: { selectors: selector(BAD) } }],
])('%s is compiled', (path, manifest) => {
  const { findings } = admit(ManifestSet.of([manifest]), { rules: [], ...builtInChecks() });
  expect(findings.map((finding) => [finding.rule, finding.path, finding.enforcedBy.name])).toEqual([['CEL-kubernetes-1', path, 'apiserver']]);
});
