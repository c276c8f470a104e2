import { knownDifferences } from './differences';
import { KubeconformFigures } from './kubeconform-figures';
import { keyOf, placeOf, Verdict } from './verdict';

/** Groups of Kubernetes itself; the rest are custom resources. */
const CORE = /^(v1|apps|batch|autoscaling|rbac\.authorization\.k8s\.io|resource\.k8s\.io|storage\.k8s\.io|policy|admissionregistration\.k8s\.io)\//;

export function isCore(kind: string): boolean {
  return CORE.test(kind);
}

/** What a set of verdicts comes to. */
export interface Figures {
  readonly lines: number;
  readonly agree: number;
  readonly falseAlarms: number;
  readonly misses: number;
  readonly fieldsNamed: number;
  readonly sameField: number;
}

export function figuresOf(verdicts: readonly Verdict[]): Figures {
  const count = (is: (verdict: Verdict) => boolean) => verdicts.filter(is).length;
  return {
    lines: verdicts.length,
    agree: count(({ outcome }) => outcome === 'agree'),
    falseAlarms: count(({ outcome }) => outcome === 'false alarm'),
    misses: count(({ outcome }) => outcome === 'miss'),
    fieldsNamed: count(({ sameField }) => sameField !== undefined),
    sameField: count(({ sameField }) => sameField === true),
  };
}

/** For example `99.93%`: cut, not rounded, so that 100% says all. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${(Math.floor(10_000 * part / whole) / 100).toFixed(2)}%`;
}

/** Rows of a table, kind by kind, then the sums. */
function byKind(verdicts: readonly Verdict[], sums: readonly (readonly [string, (kind: string) => boolean])[]): [string, Verdict[]][] {
  const kinds = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    const same = kinds.get(verdict.line.kind);
    if (same) same.push(verdict);
    else kinds.set(verdict.line.kind, [verdict]);
  }
  return [
    ...[...kinds].sort(([a], [b]) => (a < b ? -1 : 1)),
    ...sums.map(([title, holds]): [string, Verdict[]] => [`**${title}**`, verdicts.filter(({ line }) => holds(line.kind))]),
  ];
}

/** One row per kind of what the API server said, beside kubeconform. */
export function apiServerTable(verdicts: readonly Verdict[], kubeconform: KubeconformFigures): string {
  const rows = byKind(verdicts, [['custom resources', (kind) => !isCore(kind)], ['kinds of Kubernetes', isCore]]).map(([kind, of]) => {
    const { lines, agree, falseAlarms, misses, sameField, fieldsNamed } = figuresOf(of);
    const theirs = [...new Set(of.map(({ line }) => line.kind))].map((name) => kubeconform.kinds[name] ?? [0, 0, 0]);
    const [whole, right, alarms] = [0, 1, 2].map((i) => theirs.reduce((sum, each) => sum + each[i], 0));
    return [kind, lines, share(agree, lines), falseAlarms, misses, share(sameField, fieldsNamed), share(right, whole), alarms];
  });
  return markdown(['kind', 'lines', 'agreement', 'false alarms', 'missed', 'same field', 'kubeconform', 'its false alarms'], rows);
}

/** One row per kind of what API server and webhooks said together. */
export function webhookTable(verdicts: readonly Verdict[]): string {
  const rows = byKind(verdicts, [['all', () => true]]).map(([kind, of]) => {
    const refused = of.filter(({ line }) => !line.ok);
    const accepted = of.filter(({ line }) => line.ok);
    const { sameField, fieldsNamed } = figuresOf(of);
    const found = refused.filter(({ outcome }) => outcome === 'agree').length;
    const clean = accepted.filter(({ outcome }) => outcome === 'agree').length;
    return [kind, refused.length, share(found, refused.length), share(sameField, fieldsNamed), accepted.length, share(clean, accepted.length)];
  });
  return markdown(['kind', 'refused', 'found', "same field, webhooks' own rules", 'accepted', 'without a finding'], rows);
}

/** Places that a row lists; the list of differences has all. */
const PLACES = 8;

/** Which kinds and places differ, and why. */
export function differencesTable(verdicts: readonly Verdict[]): string {
  const known = knownDifferences();
  const rows = new Map<string, { lines: number; readonly places: Set<string> }>();
  for (const verdict of verdicts) {
    const reason = known.get(keyOf(verdict));
    if (reason === undefined) continue;
    const key = [...reason.split(/: (.*)/, 2), verdict.line.kind].join('\t');
    const row = rows.get(key) ?? { lines: 0, places: new Set() };
    rows.set(key, row);
    row.lines += 1;
    row.places.add(`\`${shortened(placeOf(verdict.line))}\``);
  }
  const cells = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { lines, places }]) => {
    const [sort, why, kind] = key.split('\t');
    const shown = [...places].sort().slice(0, PLACES).join(', ');
    return [sort, why, kind, lines, places.size > PLACES ? `${shown} and ${places.size - PLACES} more` : shown];
  });
  return markdown(['difference', 'why', 'kind', 'lines', 'changed'], cells);
}

/** The ends of a long path: its middle is a pod template as everywhere. */
function shortened(place: string): string {
  return place.length <= 70 ? place : `${place.slice(0, 20)}…${place.slice(-45)}`;
}

function markdown(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
