import { ClaimSpec, claimSpecsIn, deviceTypeOf, fewestOf } from './claim-spec';
import { EnforcedBy } from '../../admission/enforced-by';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import { isDnsLabel, isDnsSubdomain } from '../../core/names';
import { DEVICES_PER_CLAIM, GPU_DRIVER, RETIRED_DEVICE_CLASSES, SHIPPED_DEVICE_CLASSES } from '../../facts/dra-devices';
import { duplicates } from '../deployment/duplicates';
import { Place } from '../deployment/place';
import { Found, found, RuleRow } from '../rule-row';
import { CLAIMS, DEVICE_CLASSES, either } from '../subjects';

const LIMITS = 'infrastructure.md 2.4 (kubernetes pkg/apis/resource/validation/validation.go, k8s.io/api resource/v1)';

/** Fields that belong below `exactly` from v1beta2 on. Source: infrastructure.md 2.2. */
const REQUEST_FIELDS = ['deviceClassName', 'selectors', 'allocationMode', 'count', 'adminAccess', 'tolerations', 'capacity'];

/** Longest list of a claim. Source: infrastructure.md 2.4. */
const [ENTRIES, ALTERNATIVES, TOLERATIONS] = [32, 8, 16];

/** Longest expression and longest configuration, in bytes. Source: infrastructure.md 2.4. */
const LONGEST_TEXT = 10 * 1024;

/** Label of namespaces in which claims may have admin access. Source: infrastructure.md 2.4. */
const ADMIN_LABEL = 'resource.kubernetes.io/admin-access';

/** Who refuses it: the API server where it is written in a claim, nobody where Grove makes the claim later. */
function refusedBy({ judged }: ClaimSpec): { readonly enforcedBy: EnforcedBy } {
  return { enforcedBy: judged ? EnforcedBy.API_SERVER : EnforcedBy.RUNTIME };
}

/** Rules about what claims ask for. */
export const CLAIM_REQUEST_RULES: readonly RuleRow[] = [
  {
    id: 'DRA-06',
    title: "Requests are written in the shape of the claim's API version",
    enforcedBy: EnforcedBy.API_SERVER,
    evidence: 'infrastructure.md 5 DRA-06, 2.2 (k8s.io/api resource v1, v1beta1, v1beta2)',
    * check({ manifests }) {
      for (const spec of claimSpecsIn(manifests)) {
        for (const { place } of spec.requests) {
          if (spec.version === 'v1beta1') {
            const exactly = place.at('exactly');
            if (exactly.present) yield found(spec.object, exactly, 'v1beta1 has no exactly', 'write its fields beside the name, or use resource.k8s.io/v1', refusedBy(spec));
            continue;
          }
          const flat = REQUEST_FIELDS.filter((key) => place.at(key).present);
          for (const key of flat) yield found(spec.object, place.at(key), `${key} stands beside the name, as in v1beta1`, `move it below exactly: { name, exactly: { ${key} } }`, refusedBy(spec));
          const forms = ['exactly', 'firstAvailable'].filter((key) => place.at(key).present);
          if (forms.length !== 1 && flat.length === 0) {
            yield found(spec.object, place, forms.length === 2 ? 'the request has exactly and firstAvailable' : 'the request has neither exactly nor firstAvailable', 'write exactly (one class of devices) or firstAvailable (alternatives in order)', refusedBy(spec));
          }
        }
      }
    },
  },
  {
    id: 'DRA-09',
    title: 'Counts, lists and names of a claim keep to the limits of the API',
    enforcedBy: EnforcedBy.API_SERVER,
    evidence: `infrastructure.md 5 DRA-09; ${LIMITS}`,
    * check({ manifests }) {
      for (const spec of claimSpecsIn(manifests)) {
        yield* wrongLists(spec);
        yield* wrongNames(spec);
        yield* wrongCounts(spec);
      }
    },
  },
  {
    id: 'DRA-10',
    title: 'A constraint names one attribute, with its domain',
    enforcedBy: EnforcedBy.API_SERVER,
    evidence: `infrastructure.md 5 DRA-10; ${LIMITS}`,
    * check({ manifests }) {
      for (const spec of claimSpecsIn(manifests)) {
        for (const constraint of spec.place.at('devices', 'constraints').items) {
          const [match, distinct] = ['matchAttribute', 'distinctAttribute'].map((key) => constraint.at(key));
          if (match.text === '' && distinct.text === '') {
            yield found(spec.object, match, 'the constraint names no attribute', 'write matchAttribute (the same on all devices) or distinctAttribute (another on each)', refusedBy(spec));
            continue;
          }
          // With both, the server looks at the first only (truth/apiserver).
          if (match.text !== '' && distinct.text !== '') yield found(spec.object, distinct, 'the constraint has matchAttribute and distinctAttribute', 'write two constraints', { severity: Severity.WARNING, enforcedBy: EnforcedBy.RUNTIME });
          const attribute = match.text !== '' ? match : distinct;
          if (!isQualified(attribute.text)) yield found(spec.object, attribute, `'${attribute.text}' is no attribute with its domain`, `write domain/name, for example ${GPU_DRIVER}/parentUUID`, refusedBy(spec));
        }
      }
    },
  },
  {
    id: 'DRA-11',
    title: 'Constraints and configurations name requests of their claim, each once',
    enforcedBy: EnforcedBy.API_SERVER,
    evidence: `infrastructure.md 5 DRA-11; ${LIMITS}`,
    * check({ manifests }) {
      for (const spec of claimSpecsIn(manifests)) {
        const known = spec.requests.flatMap(({ name, alternatives, bodies }) => [name, ...alternatives ? bodies.map((body) => body.name) : []]);
        for (const item of [...spec.place.at('devices', 'constraints').items, ...spec.place.at('devices', 'config').items]) {
          const names = item.at('requests').items;
          for (const name of names) {
            if (!known.includes(name.text)) yield found(spec.object, name, `the claim has no request '${name.text}'`, `write one of ${known.join(', ')}`, refusedBy(spec));
          }
          for (const text of duplicates(names.map((name) => name.text))) {
            yield found(spec.object, names.filter((name) => name.text === text)[1], `request '${text}' stands twice in the list`, 'remove one', refusedBy(spec));
          }
        }
      }
    },
  },
  {
    id: 'DRA-12',
    title: 'A configuration of the NVIDIA driver names the alternatives that it is for',
    evidence: 'infrastructure.md 5 DRA-12, 2.7 (kubernetes-sigs/dra-driver-nvidia-gpu v0.4.1 and main compare names literally)',
    * check({ manifests }) {
      for (const spec of claimSpecsIn(manifests)) {
        for (const config of spec.place.at('devices', 'config').items) {
          if (config.at('opaque', 'driver').text !== GPU_DRIVER) continue;
          for (const name of config.at('requests').items) {
            const request = spec.requests.find((each) => each.alternatives && each.name === name.text);
            if (request) yield found(spec.object, name, `'${name.text}' lists alternatives, and the driver applies a configuration only to those that it names`, `write ${request.bodies.map((body) => body.name).join(', ')}`);
          }
        }
      }
    },
  },
  {
    id: 'DRA-13',
    title: 'Admin access is asked for in namespaces that allow it',
    enforcedBy: EnforcedBy.API_SERVER,
    evidence: `infrastructure.md 5 DRA-13; ${LIMITS}`,
    * check({ manifests }) {
      for (const spec of claimSpecsIn(manifests)) {
        for (const { bodies, alternatives } of spec.requests) {
          for (const { place } of bodies) {
            const access = place.at('adminAccess');
            if (alternatives && access.present) yield found(spec.object, access, 'alternatives have no admin access', 'remove it, or write the request with exactly', refusedBy(spec));
            if (alternatives || !access.isTrue) continue;
            const { namespace } = spec.object;
            const object = namespace === undefined ? undefined : manifests.find('', 'Namespace', namespace);
            if (object?.labels[ADMIN_LABEL] === 'true') continue;
            const fix = `label the namespace ${ADMIN_LABEL}: "true", or remove adminAccess`;
            if (object) yield found(spec.object, access, `namespace ${namespace} does not allow admin access`, fix, refusedBy(spec));
            else yield found(spec.object, access, 'whether the namespace allows admin access is not in the manifests', fix, { severity: Severity.WARNING, enforcedBy: EnforcedBy.RUNTIME });
          }
        }
      }
    },
  },
  {
    id: 'DRA-14',
    title: 'The device classes of a claim exist',
    severity: Severity.WARNING,
    evidence: 'infrastructure.md 5 DRA-14, 2.5 (DRA v0.4.1 chart, GPU Operator v26.7.0)',
    * check({ manifests }) {
      for (const spec of claimSpecsIn(manifests)) {
        for (const { place } of spec.requests.flatMap(({ bodies }) => bodies)) {
          const name = place.at('deviceClassName');
          if (!/(^|\.)nvidia\.com$/.test(name.text) || Object.hasOwn(SHIPPED_DEVICE_CLASSES, name.text)) continue;
          if (manifests.find('resource.k8s.io', 'DeviceClass', name.text)) continue;
          const instead = Object.hasOwn(RETIRED_DEVICE_CLASSES, name.text) ? `use ${RETIRED_DEVICE_CLASSES[name.text]}` : `write one of ${Object.keys(SHIPPED_DEVICE_CLASSES).slice(0, 3).join(', ')}, or add the class`;
          yield found(spec.object, name, `no release of the driver ships the device class '${name.text}'`, instead);
        }
      }
    },
  },
  {
    id: 'DRA-17',
    about: either(CLAIMS, DEVICE_CLASSES),
    title: 'Expressions and configurations of a claim are at most 10 KiB',
    enforcedBy: EnforcedBy.API_SERVER,
    evidence: `infrastructure.md 5 DRA-17; ${LIMITS}`,
    * check(context) {
      for (const { place, object } of textsOf(context)) {
        const length = Buffer.byteLength(typeof place.value === 'string' ? place.value : JSON.stringify(place.value ?? ''));
        if (length > LONGEST_TEXT) yield found(object, place, `${length} bytes, more than ${LONGEST_TEXT}`, 'shorten it');
      }
    },
  },
  {
    id: 'DRA-26',
    title: 'A claim on VFIO devices has no other NVIDIA devices',
    severity: Severity.WARNING,
    evidence: 'infrastructure.md 5 DRA-26, 2.7 (kubernetes-sigs/dra-driver-nvidia-gpu, applyVfioDeviceConfig)',
    * check({ manifests }) {
      for (const spec of claimSpecsIn(manifests)) {
        const names = spec.requests.flatMap(({ bodies }) => bodies).map(({ place }) => place.at('deviceClassName'));
        const vfio = names.find(({ text }) => deviceTypeOf(manifests, text) === 'vfio');
        const other = names.find(({ text }) => ['gpu', 'mig', 'channel'].includes(deviceTypeOf(manifests, text) ?? ''));
        if (vfio && other) yield found(spec.object, vfio, `the claim mixes VFIO devices with '${other.text}'`, 'put the VFIO request into a claim of its own');
      }
    },
  },
];

function* wrongLists(spec: ClaimSpec): Iterable<Found> {
  const devices = spec.place.at('devices');
  const lists: [Place, number][] = [
    ...['requests', 'constraints', 'config'].map((key): [Place, number] => [devices.at(key), ENTRIES]),
    ...spec.requests.flatMap(({ place, bodies }): [Place, number][] => [
      [place.at('firstAvailable'), ALTERNATIVES],
      ...bodies.flatMap((body): [Place, number][] => [[body.place.at('selectors'), ENTRIES], [body.place.at('tolerations'), TOLERATIONS]]),
    ]),
  ];
  for (const [list, most] of lists) {
    if (list.items.length > most) yield found(spec.object, list, `${list.items.length} entries, where ${most} are the most`, 'use several claims', refusedBy(spec));
  }
}

function* wrongNames(spec: ClaimSpec): Iterable<Found> {
  const lists = [spec.requests.map(({ place }) => place), ...spec.requests.map(({ place }) => place.at('firstAvailable').items)];
  for (const list of lists) {
    const names = list.map((item) => item.at('name'));
    for (const name of names) if (name.text !== '' && !isDnsLabel(name.text)) yield found(spec.object, name, `'${name.text}' is no DNS label`, 'write lower-case letters, digits and inner hyphens, at most 63', refusedBy(spec));
    for (const text of duplicates(names.map((name) => name.text))) {
      if (text !== '') yield found(spec.object, names.filter((name) => name.text === text)[1], `two requests are named '${text}'`, 'give each request a name of its own', refusedBy(spec));
    }
  }
}

function* wrongCounts(spec: ClaimSpec): Iterable<Found> {
  for (const { place } of spec.requests.flatMap(({ bodies }) => bodies)) {
    const count = place.at('count');
    if (count.number === undefined) continue;
    if (count.number < 0) yield found(spec.object, count, `${count.number} devices`, 'write 1 or more', refusedBy(spec));
    else if (count.number > 0 && place.at('allocationMode').text === 'All') yield found(spec.object, count, 'the mode All takes no count', 'remove count, or write allocationMode: ExactCount', refusedBy(spec));
    else if (count.number === 0) yield found(spec.object, count, 'a count of 0 becomes 1', 'write the number of devices, or remove the request', { severity: Severity.WARNING, enforcedBy: EnforcedBy.RUNTIME });
  }
  const devices = spec.requests.reduce((sum, request) => sum + (fewestOf(request) ?? 0), 0);
  if (devices > DEVICES_PER_CLAIM) {
    yield found(spec.object, spec.place.at('devices', 'requests'), `the claim asks for ${devices} devices, and is never given more than ${DEVICES_PER_CLAIM}`, 'use several claims', { enforcedBy: EnforcedBy.RUNTIME });
  }
}

/** Source: infrastructure.md 2.4, DRA-10. */
function isQualified(text: string): boolean {
  const [domain, name, ...rest] = text.split('/');
  return rest.length === 0 && name !== undefined && domain.length <= 63 && isDnsSubdomain(domain) && /^[A-Za-z_]\w{0,31}$/.test(name);
}

/** Expressions and configurations of claims and classes. */
function* textsOf({ manifests }: RuleContext): Iterable<{ readonly object: ClaimSpec['object']; readonly place: Place }> {
  for (const spec of claimSpecsIn(manifests)) {
    if (!spec.judged) continue;
    for (const { place } of spec.requests.flatMap(({ bodies }) => bodies)) for (const selector of place.at('selectors').items) yield { object: spec.object, place: selector.at('cel', 'expression') };
    for (const config of spec.place.at('devices', 'config').items) yield { object: spec.object, place: config.at('opaque', 'parameters') };
  }
  for (const object of manifests.ofKind('resource.k8s.io', 'DeviceClass')) {
    const spec = new Place(object.manifest).at('spec');
    for (const selector of spec.at('selectors').items) yield { object, place: selector.at('cel', 'expression') };
    for (const config of spec.at('config').items) yield { object, place: config.at('opaque', 'parameters') };
  }
}
