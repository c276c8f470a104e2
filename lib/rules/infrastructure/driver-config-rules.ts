import { claimSpecsIn, deviceTypeOf } from './claim-spec';
import { driverInstalls, driverIsAtLeast, driverVersion, gateIsOn } from './dra-driver';
import { DriverConfig, driverConfigsIn } from './driver-config';
import { EnforcedBy } from '../../admission/enforced-by';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import { Quantity } from '../../core/quantity';
import { ConfigFields, DRIVER_CONFIGS } from '../../facts/dra-configs';
import { CONFIG_OF_DEVICE, DRIVER_CONFIG_API, DRIVER_GATE_NEEDS, DRIVER_OWNED_CONFIGS, EXCLUSIVE_DRIVER_GATES } from '../../facts/dra-devices';
import type { Place } from '../deployment/place';
import { noRelease } from '../reasons';
import { Found, found, RuleRow } from '../rule-row';
import { CHARTS, CLAIMS, DEVICE_CLASSES, either } from '../subjects';

const SOURCE = '2.7 (kubernetes-sigs/dra-driver-nvidia-gpu v0.4.1 api/nvidia.com/resource/v1beta1)';

/** Least pinned memory limit: 1Mi. Source: infrastructure.md 2.7. */
const LEAST_LIMIT = Quantity.parse('1Mi');

/** Gate of a sharing strategy. Source: infrastructure.md 2.7. */
const GATES: { readonly [strategy: string]: string } = { TimeSlicing: 'TimeSlicingSettings', MPS: 'MPSSupport' };

/** Gate of VFIO devices. Source: infrastructure.md 2.9, CFG-02. */
const PASSTHROUGH = 'PassthroughSupport';

/** The driver's webhook where the set installs it; else it fails when a node prepares the devices. */
function refusedBy(context: RuleContext): { readonly enforcedBy: EnforcedBy } {
  const isInstalled = driverInstalls(context).some(({ values }) => values.at('webhook', 'enabled').isTrue);
  return { enforcedBy: isInstalled ? EnforcedBy.webhook('DRA driver') : EnforcedBy.RUNTIME };
}

/** Rules about the NVIDIA driver's configurations in claims and classes. */
export const DRIVER_CONFIG_RULES: readonly RuleRow[] = [
  {
    id: 'CFG-01',
    title: 'Configurations have the kinds, fields and values that the driver decodes',
    evidence: `infrastructure.md 5 CFG-01, ${SOURCE}: decoding is strict`,
    * check(context) {
      const by = refusedBy(context);
      for (const { object, place, kind } of driverConfigsIn(context)) {
        if (DRIVER_OWNED_CONFIGS.includes(kind)) continue; // CD-05
        const api = place.at('apiVersion');
        if (api.text !== DRIVER_CONFIG_API) yield found(object, api, `'${api.text}' is no API of the driver's configurations`, `write ${DRIVER_CONFIG_API}`, by);
        if (!Object.hasOwn(DRIVER_CONFIGS, kind)) yield found(object, place.at('kind'), `'${kind}' is no configuration of the driver`, `write one of ${Object.keys(DRIVER_CONFIGS).join(', ')}`, by);
        else for (const problem of decoded(object, place, DRIVER_CONFIGS[kind], ['apiVersion', 'kind'])) yield { ...problem, ...by };
        const sharing = place.at('sharing');
        if (sharing.present && sharing.at('strategy').text === '') yield found(object, sharing.at('strategy'), 'sharing without a strategy', 'write strategy: TimeSlicing or MPS', by);
      }
    },
  },
  {
    id: 'CFG-02',
    about: either(CLAIMS, DEVICE_CLASSES, CHARTS),
    title: "The driver's feature gates fit each other and the configurations in use",
    evidence: `infrastructure.md 5 CFG-02, 2.9, ${SOURCE}`,
    * check(context) {
      const installs = driverInstalls(context);
      for (const install of installs.filter(({ byConstruct }) => !byConstruct)) {
        const gates = install.values.at('featureGates');
        for (const [one, other] of EXCLUSIVE_DRIVER_GATES) {
          if (gateIsOn(install, one) && gateIsOn(install, other)) yield found(install.object, gates.at(other), `${other} and ${one} exclude each other: the plugin does not start`, 'turn one of them off');
        }
        for (const [gate, needs] of DRIVER_GATE_NEEDS) {
          if (gateIsOn(install, gate) && !gateIsOn(install, needs)) yield found(install.object, gates.at(gates.at(gate).present ? gate : needs), `${gate} needs ${needs}, which is off`, `turn ${needs} on, or ${gate} off`);
        }
      }
      const isOn = (gate: string) => installs.length > 0 && installs.some((install) => gateIsOn(install, gate));
      for (const { object, place, kind } of driverConfigsIn(context)) {
        const strategy = place.at('sharing', 'strategy');
        const at = kind === 'VfioDeviceConfig' ? place.at('kind') : strategy;
        const gate = kind === 'VfioDeviceConfig' ? PASSTHROUGH : GATES[strategy.text];
        if (gate === undefined || isOn(gate) || installs.some(({ partial }) => partial)) continue;
        yield found(object, at, `'${at.text}' needs the driver's feature gate ${gate}, which is off by default`, `set featureGates.${gate}: true in the values of the driver's chart`, {
          severity: installs.length > 0 ? Severity.ERROR : Severity.WARNING, ...refusedBy(context),
        });
      }
      if (isOn(PASSTHROUGH) || installs.some(({ partial }) => partial)) return;
      for (const { object, place, requests } of claimSpecsIn(context.manifests)) {
        if (place.at('devices', 'config').items.some((config) => config.at('opaque', 'parameters', 'kind').text === 'VfioDeviceConfig')) continue; // said already
        const names = requests.flatMap(({ bodies }) => bodies).map((body) => body.place.at('deviceClassName'));
        const vfio = names.find(({ text }) => deviceTypeOf(context.manifests, text) === 'vfio');
        if (vfio) {
          yield found(object, vfio, `without the driver's feature gate ${PASSTHROUGH}, which is off by default, no device of class '${vfio.text}' is published`, `set featureGates.${PASSTHROUGH}: true in the values of the driver's chart`, {
            severity: installs.length > 0 ? Severity.ERROR : Severity.WARNING,
          });
        }
      }
    },
  },
  {
    id: 'CFG-03',
    title: 'Time slicing says its interval',
    evidence: `infrastructure.md 5 CFG-03, ${SOURCE}: validation dereferences a nil pointer`,
    * check(context) {
      for (const { object, place, kind } of driverConfigsIn(context)) {
        const config = place.at('sharing', 'timeSlicingConfig');
        if (kind === 'GpuConfig' && place.at('sharing', 'strategy').text === 'TimeSlicing' && config.present && config.at('interval').text === '') {
          yield found(object, config.at('interval'), 'timeSlicingConfig without an interval crashes the validation of the driver', 'write interval: Default, Short, Medium or Long, or remove timeSlicingConfig', refusedBy(context));
        }
      }
    },
  },
  {
    id: 'CFG-04',
    title: 'A sharing strategy comes with its own settings only',
    evidence: `infrastructure.md 5 CFG-04, ${SOURCE}`,
    * check(context) {
      for (const { object, place, kind } of driverConfigsIn(context)) {
        const [strategy, slicing, mps] = ['strategy', 'timeSlicingConfig', 'mpsConfig'].map((key) => place.at('sharing', key));
        if (kind === 'GpuConfig' && strategy.text === 'MPS' && slicing.present) yield found(object, slicing, 'settings of time slicing with the strategy MPS', 'remove timeSlicingConfig', refusedBy(context));
        if (strategy.text !== 'TimeSlicing' || !mps.present) continue;
        if (kind === 'GpuConfig') yield found(object, mps, 'settings of MPS with the strategy TimeSlicing', 'remove mpsConfig, or write strategy: MPS', refusedBy(context));
        if (kind === 'MigDeviceConfig') yield found(object, mps, 'settings of MPS are ignored with the strategy TimeSlicing', 'remove mpsConfig, or write strategy: MPS', { severity: Severity.WARNING });
      }
    },
  },
  {
    id: 'CFG-05',
    title: 'MIG slices are shared by MPS',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 CFG-05, ${SOURCE}`,
    * check(context) {
      for (const { object, place, kind } of driverConfigsIn(context)) {
        const strategy = place.at('sharing', 'strategy');
        if (kind === 'MigDeviceConfig' && strategy.text === 'TimeSlicing') yield found(object, strategy, 'time slicing has no effect on MIG slices', 'write strategy: MPS, or remove sharing');
      }
    },
  },
  {
    id: 'CFG-06',
    title: 'Limits of MPS are in range',
    evidence: `infrastructure.md 5 CFG-06, ${SOURCE}`,
    * check(context) {
      const by = refusedBy(context);
      for (const config of driverConfigsIn(context)) for (const problem of wrongLimits(config)) yield { ...problem, ...by };
    },
  },
  {
    id: 'CFG-07',
    title: 'A configuration fits the devices that it is for',
    evidence: `infrastructure.md 5 CFG-07, ${SOURCE}`,
    * check(context) {
      for (const { object, place, kind, requests, claim } of driverConfigsIn(context)) {
        if (!claim || !Object.hasOwn(DRIVER_CONFIGS, kind)) continue;
        const bodies = claim.requests.flatMap((request) => request.bodies.map((body) => ({ ...body, main: request.name })));
        const kindOf = (body: Place) => CONFIG_OF_DEVICE[deviceTypeOf(context.manifests, body.at('deviceClassName').text) ?? 'channel'];
        for (const name of requests) {
          const body = bodies.find((each) => each.name === name.text);
          const right = body && kindOf(body.place);
          if (right !== undefined && right !== kind) yield found(object, place.at('kind'), `request '${name.text}' is of class '${body!.place.at('deviceClassName').text}', which takes a ${right}`, `write kind: ${right}`);
        }
        const kinds = bodies.map((body) => kindOf(body.place));
        if (requests.length === 0 && kinds.length > 0 && kinds.every((right) => right !== undefined && right !== kind)) {
          yield found(object, place.at('kind'), `no request of the claim is for devices that take a ${kind}`, `write kind: ${kinds[0]}`, { severity: Severity.WARNING });
        }
      }
    },
  },
  {
    id: 'CFG-08',
    title: "VfioDeviceConfig is not used with the driver's webhook",
    enforcedBy: EnforcedBy.webhook('DRA driver'),
    evidence: `infrastructure.md 5 CFG-08, ${SOURCE}: the webhook does not know the kind`,
    * check(context) {
      if (!driverInstalls(context).some(({ values }) => values.at('webhook', 'enabled').isTrue)) return;
      for (const { object, place, kind } of driverConfigsIn(context)) {
        const severity = driverIsAtLeast(context, '0.5.0') === false ? Severity.ERROR : Severity.WARNING;
        if (kind === 'VfioDeviceConfig') yield found(object, place.at('kind'), "the driver's webhook refuses every VfioDeviceConfig", "set webhook.enabled: false in the values of the driver's chart", { severity });
      }
    },
  },
  {
    id: 'CFG-09',
    title: "Fields of configurations are known to the driver's version",
    evidence: `infrastructure.md 5 CFG-09, ${SOURCE}`,
    * check(context) {
      for (const { object, place } of driverConfigsIn(context)) {
        const field = place.at('sharing', 'mpsConfig', 'multiUser');
        if (!field.present) continue;
        const isKnown = driverIsAtLeast(context, '0.5.0');
        if (isKnown === undefined) yield { object, unknown: noRelease('the version of the DRA driver is') };
        else if (!isKnown) yield found(object, field, `the DRA driver ${driverVersion(context)} does not know multiUser`, 'remove it, or install the driver 0.5.0 or later', refusedBy(context));
      }
    },
  },
];

function* decoded(object: DriverConfig['object'], place: Place, fields: ConfigFields, others: readonly string[] = []): Iterable<Found> {
  for (const [name, value] of place.entries) {
    if (others.includes(name)) continue;
    if (!Object.hasOwn(fields, name)) {
      yield found(object, value, `${name} is no field of the driver's configuration`, `remove it; the fields are ${Object.keys(fields).join(', ')}`);
      continue;
    }
    const field = fields[name];
    if (field.values && value.text !== '' && !field.values.includes(value.text)) yield found(object, value, `'${value.text}' is no value of ${name}`, `write one of ${field.values.join(', ')}`);
    if (field.fields) yield* decoded(object, value, field.fields);
  }
}

const UUID = /^(GPU|MIG)-[\da-f-]{36}$/i;

function* wrongLimits({ object, place, claim }: DriverConfig): Iterable<Found> {
  const mps = place.at('sharing', 'mpsConfig');
  const percentage = mps.at('defaultActiveThreadPercentage');
  if (percentage.number !== undefined && (percentage.number < 0 || percentage.number > 100)) yield found(object, percentage, `${percentage.number} is no percentage`, 'write 0 to 100');
  const perDevice = mps.at('defaultPerDevicePinnedMemoryLimit').entries;
  for (const limit of [mps.at('defaultPinnedDeviceMemoryLimit'), ...perDevice.map(([, value]) => value)]) {
    const quantity = Quantity.tryParse(limit.value);
    if (limit.present && (!quantity || quantity.compareTo(LEAST_LIMIT) < 0)) yield found(object, limit, `${String(limit.value)} is less than 1Mi, or no quantity`, 'write 1Mi or more, for example 10Gi');
  }
  const devices = claim?.requests.reduce((sum, { bodies }) => sum + Math.max(...bodies.map((body) => body.place.at('count').number || 1)), 0);
  const isAll = claim?.requests.some(({ bodies }) => bodies.some((body) => body.place.at('allocationMode').text === 'All'));
  for (const [key, value] of perDevice) {
    const isIndex = /^\d+$/.test(key) && (devices === undefined || isAll || Number(key) < devices);
    if (!isIndex && !UUID.test(key)) yield found(object, value, `'${key}' is neither the index of a device of the claim nor a UUID`, devices === undefined ? 'write an index from 0' : `write 0 to ${devices - 1}, or the UUID of a GPU`);
  }
}
