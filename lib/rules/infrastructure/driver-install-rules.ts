import { driverInstalls, gateIsOn } from './dra-driver';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import { DRA_DRIVER_0_5 } from '../../facts/dra-driver-chart';
import { isAtLeast, isVersion } from '../../facts/version';
import type { ChartInstall } from '../chart-installs';
import type { Place } from '../deployment/place';
import { Found, found, RuleRow } from '../rule-row';

/** Gates of the driver, and the values that need them. Source: infrastructure.md 2.8, 2.9. */
const HOST_IMEX = 'HostManagedIMEXDaemon';
const SHARES = 'ConsumableShares';
const IMEX_MODES = ['driverManaged', 'hostManaged'];

/** What the driver takes for shares without the gate. Source: infrastructure.md INST-08. */
const NO_SHARES = ['', 'disabled'];

/** Rules about the values of the DRA driver's chart, where manifests install it; its construct judges its own. */
export const DRIVER_INSTALL_RULES: readonly RuleRow[] = [
  {
    id: 'INST-01',
    title: 'The chart of the DRA driver is told that no device plugin hands the same GPUs out',
    evidence: 'infrastructure.md 4.1, 5: without, the chart does not render',
    * check(context) {
      for (const { object, values, partial } of writtenInstalls(context)) {
        const enabled = values.at('resources', 'gpus', 'enabled');
        const told = values.at('gpuResourcesEnabledOverride');
        if (partial || enabled.value === false || told.isTrue) continue;
        yield found(object, told, `the driver hands GPUs out${enabled.present ? '' : ' by default'}, and the chart does not render without this`, 'write true where no device plugin hands the same GPUs out, or resources.gpus.enabled: false');
      }
    },
  },
  {
    id: 'INST-07',
    title: 'IMEX modes and clique labels are those of the driver version',
    evidence: 'infrastructure.md 2.8, 5',
    * check(context) {
      for (const install of writtenInstalls(context)) {
        const { object, values, partial } = install;
        const imex = values.at('resources', 'computeDomains', 'imex');
        const [mode, isolation] = [imex.at('mode'), imex.at('isolation')];
        const labels = values.at('kubeletPlugin', 'containers', 'computeDomains', 'gpuCliqueLabelEnabled');
        const early = tooEarly(install, [mode, labels]);
        yield* early;
        if (early.length > 0) continue;
        if (mode.text !== '' && !IMEX_MODES.includes(mode.text)) yield found(object, mode, `'${mode.text}' is no mode of IMEX: the chart does not render`, `write one of ${IMEX_MODES.join(', ')}`);
        if (mode.text === 'hostManaged' && !gateIsOn(install, HOST_IMEX) && !partial) yield found(object, mode, `hostManaged needs the gate ${HOST_IMEX}: the chart does not render`, `set featureGates.${HOST_IMEX}: true`);
        if (isolation.text !== '' && isolation.text !== 'domain') yield found(object, isolation, `'${isolation.text}' is no isolation that the chart takes`, 'write domain, or leave it out');
      }
    },
  },
  {
    id: 'INST-08',
    title: 'Consumable shares are asked of a driver that has them',
    evidence: 'infrastructure.md 2.9, 5',
    * check(context) {
      for (const install of writtenInstalls(context)) {
        const { object, values, partial } = install;
        const shares = values.at('consumableShares');
        const written = shares.present ? String(shares.value) : '';
        const early = tooEarly(install, [shares]);
        yield* early;
        if (early.length > 0) continue;
        const hasGate = gateIsOn(install, SHARES);
        if (!NO_SHARES.includes(written) && !/^(memory|unlimited|[1-9]\d*)$/.test(written)) yield found(object, shares, `'${written}' is no amount of shares: the GPU plugin exits at start`, 'write disabled, memory, unlimited or a whole number from 1');
        else if (!NO_SHARES.includes(written) && !hasGate && !partial) yield found(object, shares, `it needs the gate ${SHARES}: the GPU plugin exits at start`, `set featureGates.${SHARES}: true`);
        else if (hasGate && NO_SHARES.includes(written) && !partial) yield found(object, shares, `the gate ${SHARES} is on, and GPUs have no shares`, 'write memory, unlimited or a number, or turn the gate off', { severity: Severity.WARNING });
      }
    },
  },
];

function writtenInstalls(context: RuleContext): ChartInstall[] {
  return driverInstalls(context).filter(({ byConstruct }) => !byConstruct);
}

/** What came with 0.5 is an unknown value before: helm ignores it. */
function tooEarly({ object, version }: ChartInstall, values: readonly Place[]): Found[] {
  if (!isVersion(version) || isAtLeast(version, DRA_DRIVER_0_5)) return [];
  return values.filter((value) => value.present && value.value !== '' && value.value !== false)
    .map((value) => found(object, value, `the driver ${version} does not know it: it exists from ${DRA_DRIVER_0_5} on`, `install ${DRA_DRIVER_0_5}, or leave it out`));
}
