import { claimSpecsIn, deviceTypeOf } from './claim-spec';
import { driverVersion } from './dra-driver';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import { addTo } from '../../core/groups';
import {
  COMPUTE_DOMAIN_DRIVER, DEVICE_ATTRIBUTES, DEVICE_CAPACITIES, DeviceFact, DeviceType, domainOf, GPU_DRIVER, KUBERNETES_DEVICE_ATTRIBUTES,
  KUBERNETES_DEVICE_DOMAIN, REMOVED_DEVICE_ATTRIBUTES,
} from '../../facts/dra-devices';
import { isAtLeast } from '../../facts/version';
import type { ManifestObject } from '../../manifests/manifest-object';
import { Place } from '../deployment/place';
import { found, RuleRow } from '../rule-row';

const SOURCE = '2.4, 2.6 (kubernetes-sigs/dra-driver-nvidia-gpu v0.4.1): an attribute that a device lacks ends the whole allocation, and the pod stays Pending';

/** An attribute or capacity that a selector reads. */
interface Read {
  readonly object: ManifestObject;
  readonly place: Place;
  readonly what: 'attributes' | 'capacity';
  readonly domain: string;
  readonly name: string;
  readonly guarded: boolean;
  /** Of the devices that it is asked of, where that is known. */
  readonly type?: DeviceType;
}

/** Rules about what selectors read of devices. */
export const SELECTOR_RULES: readonly RuleRow[] = [
  {
    id: 'DRA-15',
    title: 'Selectors read attributes that the driver publishes',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 DRA-15, ${SOURCE}`,
    * check(context) {
      const version = driverVersion(context);
      for (const { object, place, what, domain, name, guarded, type } of readsIn(context)) {
        if (guarded) continue;
        const gone = what === 'attributes' && domain === GPU_DRIVER && Object.hasOwn(REMOVED_DEVICE_ATTRIBUTES, name);
        const facts = factsOf(what, domain, type);
        if (!gone && (!facts || fits(facts, name, version) || (what === 'capacity' && /^memorySlice\d+$/.test(name)))) continue;
        const of = type ? `${type} devices` : 'the driver';
        // Without a declared driver it is at least one of the releases that the library knows, all of which lack it.
        if (gone) yield found(object, place, `${domain}/${name} was removed from the driver, and reading it ends the allocation`, `use ${REMOVED_DEVICE_ATTRIBUTES[name]}`, { severity: Severity.ERROR });
        else yield found(object, place, `${of} publish${type ? '' : 'es'} no ${what === 'capacity' ? 'capacity' : 'attribute'} ${domain}/${name}`, `read one of ${[...facts!.keys()].sort().join(', ')}, or guard it: "${name}" in device.${what}["${domain}"] && …`);
      }
    },
  },
  {
    id: 'DRA-16',
    title: 'Selectors check that optional attributes are there',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 DRA-16, ${SOURCE}`,
    * check(context) {
      for (const { object, place, what, domain, name, guarded, type } of readsIn(context)) {
        if (guarded || !factsOf(what, domain, type)?.get(name)?.some(({ optional }) => optional)) continue;
        const severity = what === 'capacity' && name === 'memory' ? Severity.INFO : Severity.WARNING;
        yield found(object, place, `devices may lack ${domain}/${name}, and reading it then ends the allocation`, `write "${name}" in device.${what}["${domain}"] && … before it`, { severity });
      }
    },
  },
];

/** What is known of an attribute or capacity by name; several facts where the type of device is not known. */
function factsOf(what: Read['what'], domain: string, type: DeviceType | undefined): Map<string, DeviceFact[]> | undefined {
  const tables = domain === KUBERNETES_DEVICE_DOMAIN && what === 'attributes'
    ? [KUBERNETES_DEVICE_ATTRIBUTES]
    : (Object.keys(DEVICE_ATTRIBUTES) as DeviceType[]).filter((each) => domainOf(each) === domain && (type === undefined || each === type))
      .map((each) => (what === 'attributes' ? DEVICE_ATTRIBUTES : DEVICE_CAPACITIES)[each]);
  if (tables.length === 0) return undefined;
  const facts = new Map<string, DeviceFact[]>();
  for (const table of tables) for (const [name, fact] of Object.entries(table)) addTo(facts, name, fact);
  return facts;
}

function fits(facts: Map<string, DeviceFact[]>, name: string, version: string | undefined): boolean {
  return (facts.get(name) ?? []).some(({ since, until }) => version === undefined
    || ((since === undefined || isAtLeast(version, since)) && (until === undefined || !isAtLeast(version, until))));
}

/** `device.attributes["domain"].name`, `device.capacity['domain']['name']`; with `.?name` or `[?"name"]` it is guarded. */
const READ = /device\.(attributes|capacity)\[(["'])([\w.-]+)\2\](?:(\.\??)(\w+)|\[(\??)(["'])(\w+)\7\])/g;

function* readsIn(context: RuleContext): Iterable<Read> {
  for (const { object, place, type } of selectorsIn(context)) {
    const expression = place.text;
    const seen = new Set<string>();
    for (const [, what, , domain, dot, plain, mark, , quoted] of expression.matchAll(READ)) {
      if (![GPU_DRIVER, COMPUTE_DOMAIN_DRIVER, KUBERNETES_DEVICE_DOMAIN].includes(domain)) continue;
      const name = plain ?? quoted;
      const key = `${what} ${domain}/${name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const guarded = dot === '.?' || mark === '?' || isGuarded(expression, what, domain, name);
      yield { object, place, what: what as Read['what'], domain, name, guarded, type };
    }
  }
}

/** Whether the expression asks whether the name is there: `"name" in device.attributes["domain"]`, `has(device.attributes["domain"].name)`. */
function isGuarded(expression: string, what: string, domain: string, name: string): boolean {
  const map = `device\\.${what}\\[["']${domain.replace(/\./g, '\\.')}["']\\]`;
  return new RegExp(`["']${name}["']\\s+in\\s+${map}|has\\(\\s*${map}\\.${name}\\s*\\)`).test(expression);
}

function* selectorsIn({ manifests }: RuleContext): Iterable<{ readonly object: ManifestObject; readonly place: Place; readonly type?: DeviceType }> {
  for (const { object, requests } of claimSpecsIn(manifests)) {
    for (const { place } of requests.flatMap(({ bodies }) => bodies)) {
      const type = deviceTypeOf(manifests, place.at('deviceClassName').text);
      for (const selector of place.at('selectors').items) yield { object, place: selector.at('cel', 'expression'), type };
    }
  }
  for (const object of manifests.ofKind('resource.k8s.io', 'DeviceClass')) {
    const type = deviceTypeOf(manifests, object.name);
    for (const selector of new Place(object.manifest).at('spec', 'selectors').items) yield { object, place: selector.at('cel', 'expression'), type };
  }
}
