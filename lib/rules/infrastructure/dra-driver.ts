import type { RuleContext } from '../../admission/rule-context';
import { DRIVER_GATES_ON } from '../../facts/dra-devices';
import { DRA_DRIVER_CHART_NAME } from '../../facts/dra-driver-chart';
import { isAtLeast, isVersion } from '../../facts/version';
import { ChartInstall, installsByProgram, installsOf } from '../chart-installs';

/** Where the context installs the driver with its chart. */
export function driverInstalls({ manifests, cluster }: RuleContext): ChartInstall[] {
  return [...installsOf(manifests, DRA_DRIVER_CHART_NAME), ...installsByProgram(cluster?.charts, DRA_DRIVER_CHART_NAME)];
}

/** Version of the driver: of its install, else of the release; undefined where neither says. */
export function driverVersion(context: RuleContext): string | undefined {
  const versions = driverInstalls(context).map(({ version }) => version).filter(isVersion);
  return versions[0] ?? (context.release ?? context.cluster?.release)?.findPin('dra-driver')?.version;
}

/** Whether the driver is this version or a later one; undefined where its version is not known. */
export function driverIsAtLeast(context: RuleContext, version: string): boolean | undefined {
  const known = driverVersion(context);
  return known === undefined ? undefined : isAtLeast(known, version);
}

/** Whether an install turns a gate of the driver on, its default included. */
export function gateIsOn({ values }: ChartInstall, gate: string): boolean {
  const written = values.at('featureGates', gate);
  return written.present ? written.isTrue : DRIVER_GATES_ON.includes(gate);
}
