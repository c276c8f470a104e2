import { clusterOption } from './cluster-option';
import { CLEAN, COULD_NOT_RUN, FINDINGS } from './exit-codes';
import { faultsOf, readAll, tell } from './inputs';
import { notesOf, tellNotes } from './notes';
import type { PlanOptions } from './plan-options';
import type { Ledger, Verdict } from '../expansion/ledger/ledger';
import { ledgerOf } from '../expansion/ledger/ledger-of';
import { notExpanded } from '../expansion/not-expanded';
import { ledgerText } from '../report/ledger';

/** Verdicts that a pipeline should stop at. */
const FAILING: readonly Verdict[] = ['never', 'waits'];

/**
 * `cdk8s-inference plan`: the ledger on standard output.
 *
 * @returns the exit code: 0 everything runs or is not known, 1 something waits or never runs, or could not be read, 2 could not run
 */
export function plan(inputs: readonly string[], { cluster, format, maxBytes }: PlanOptions): number {
  try {
    const facts = cluster === undefined ? undefined : clusterOption(cluster);
    const { manifests, problems, missing } = readAll(inputs, maxBytes);
    const faults = faultsOf(problems);
    tell([...missing, ...faults]);
    if (missing.length > 0 && manifests.objects.length === 0) return COULD_NOT_RUN;
    tellNotes(notesOf(notExpanded(manifests).filter(({ hasPods }) => hasPods), 'not counted'));
    const ledger = ledgerOf(manifests, facts);
    process.stdout.write(format === 'json' ? `${JSON.stringify(ledger, null, 2)}\n` : ledgerText(ledger));
    return missing.length > 0 ? COULD_NOT_RUN : faults.length > 0 || fails(ledger) ? FINDINGS : CLEAN;
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return COULD_NOT_RUN;
  }
}

function fails({ workloads }: Ledger): boolean {
  return workloads.some(({ gangs }) => gangs.some(({ verdict }) => FAILING.includes(verdict)));
}
