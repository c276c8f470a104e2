import { EnforcedBy } from './enforced-by';
import type { Finding, NotChecked, NotEvaluated } from './finding';
import type { Problem } from './problem';
import { Report } from './report';
import type { Rule } from './rule';
import { RuleContext, RuleFacts, RuleProblem } from './rule-context';
import { Severity } from './severity';
import { SubjectIndex } from './subjects';
import { covers, SUPPRESS_PREFIX, Suppression, suppressionsOf } from './suppressions';
import { Expansion } from '../expansion/expansion';
import type { ComponentSchema, KindSchema } from '../facts/schemas/schema';
import { redact } from '../manifests/credentials';
import { JsonPath, Manifest, pathText } from '../manifests/manifest';
import type { ManifestObject } from '../manifests/manifest-object';
import type { ManifestSet } from '../manifests/manifest-set';
import type { ReadProblem } from '../manifests/read';

/** What structural validation says of an object. */
export interface SchemaResult {
  /** False where there is no schema of the kind. */
  readonly checked: boolean;
  readonly problems: readonly Problem[];
  /** The object with the defaults of its schema. */
  readonly defaulted: Manifest;
  /** Required fields and entries of lists that a mutating webhook wrote for the author. */
  readonly filled?: readonly JsonPath[];
  /** What it was checked against. */
  readonly kind?: KindSchema;
  readonly component?: ComponentSchema;
}

/** Structural validation. */
export type SchemaCheck = (manifest: Manifest, facts: RuleFacts) => SchemaResult;

/** The CEL rules of the object's kind, on the defaulted object and on the one before it. */
export type CelCheck = (object: SchemaResult, previous: SchemaResult | undefined, facts: RuleFacts) => readonly Problem[];

/**
 * Faults with which the API server evaluates no rule, beside values that are too large: unknown fields end decoding, the others are the blocking
 * errors of apiextensions-apiserver, pkg/registry/customresource/strategy.go. Bounds, patterns and duplicates are none (truth/apiserver: messages
 * that hold a bound or a duplicate and a rule).
 */
const SHAPELESS = new Set(['SCHEMA-TYPE', 'SCHEMA-REQUIRED', 'SCHEMA-ENUM', 'SCHEMA-UNKNOWN-FIELD']);

/** How ids of structural findings start. */
const SCHEMA = 'SCHEMA-';

/** Finds the rules that have something to look at in objects. */
export interface RuleSource {
  of(objects: readonly ManifestObject[]): readonly Rule[];
}

/** What admission judges with. */
export interface AdmitOptions {
  readonly rules: readonly Rule[] | RuleSource;
  readonly facts?: RuleFacts;
  /** @default - nothing is checked against a schema */
  readonly schema?: SchemaCheck;
  /** @default - no CEL rule is evaluated */
  readonly cel?: CelCheck;
  /** What others found, of objects of the set or of none: constructs, before anything was rendered. */
  readonly found?: readonly Finding[];
  /** Suppressions beside those in annotations. */
  readonly suppressions?: readonly Suppression[];
  /**
   * What operators will make of the manifests, which the ledger may tell of later.
   *
   * @default - made where a rule asks for it
   */
  readonly expansion?: Expansion;
  /** What was wrong with the files that the manifests were read from. */
  readonly readProblems?: readonly ReadProblem[];
  /**
   * Whether the set is all that there is: then a suppression without use is told.
   *
   * @default true
   */
  readonly complete?: boolean;
}

/** Judges a set of manifests as the API server, the webhooks and the rules do: schema, then CEL, then rules. */
export function admit(manifests: ManifestSet, options: AdmitOptions): Report {
  const { facts = {} } = options;
  const findings: Finding[] = [...(options.readProblems ?? []).map(findingOfFile), ...options.found ?? []];
  const notChecked: NotChecked[] = [];
  const notEvaluated: NotEvaluated[] = [];
  const order = new Map<ManifestObject, number>();
  const defaulted = new Map<ManifestObject, Manifest>();
  const filled = new Map<ManifestObject, readonly JsonPath[]>();

  for (const object of manifests.objects) {
    order.set(object, order.size);
    if (!options.schema) continue;
    const manifest = object.manifest as Manifest;
    const result = options.schema(manifest, facts);
    if (!result.checked) notChecked.push({ object, reason: redact(`there is no schema of ${object.apiVersion} ${object.kind}`, object) });
    if (result.filled?.length) filled.set(object, result.filled);
    const problems = [...result.problems];
    if (result.checked && options.cel && !problems.some(({ rule, isTooLarge }) => isTooLarge || SHAPELESS.has(rule))) {
      const before = previousOf(object);
      problems.push(...options.cel(result, before && options.schema(before.manifest as Manifest, facts), facts));
    }
    for (const { rule, path, message, fix } of problems) {
      const words = { rule, severity: Severity.ERROR, enforcedBy: EnforcedBy.API_SERVER };
      findings.push(finding(words, object, { path: [...path], message, fix }, previousOf(object)));
    }
  }

  // On demand: kept for every object, they would take as much memory as the manifests.
  const withDefaults = (object: ManifestObject) => {
    let manifest = defaulted.get(object);
    if (!manifest) defaulted.set(object, manifest = options.schema?.(object.manifest as Manifest, facts).defaulted ?? object.manifest as Manifest);
    return manifest;
  };
  // Rules run one after the other: one context for all of them, since a document that is judged by itself has a hundred rules.
  let running: Rule;
  const context = RuleContext._of(manifests, facts, {
    report: (object, problem) => findings.push(finding(running, object, problem, previousOf(object))),
    notEvaluated: (reason, object) => notEvaluated.push({ rule: running.id, reason: redact(reason, object), object }),
    defaulted: withDefaults,
    filled: (object) => filled.get(object) ?? [],
  }, options.expansion ?? new Expansion(manifests, facts.cluster));
  const rules = rulesOf(options.rules).of(manifests.objects);
  for (let i = 0; i < rules.length; i++) {
    const rule = running = rules[i];
    try {
      rule.check(context);
    } catch (error) {
      findings.push({
        rule: 'ADM-01',
        severity: Severity.ERROR,
        enforcedBy: EnforcedBy.RUNTIME,
        message: redactAll(`rule ${rule.id} failed: ${error instanceof Error ? error.message : String(error)}`),
        fix: 'report it to the author of the rule, with the manifests',
        path: '',
      });
    }
  }

  const known = specific(findings);
  // Stable: findings of one object keep the order in which they were made.
  const place = (each: Finding) => (each.object ? order.get(each.object) ?? order.size : -1);
  known.sort((a, b) => place(a) - place(b));
  return new Report({ objects: manifests.objects.length, ...withoutSuppressed(known, notEvaluated), notChecked, notEvaluated });

  function previousOf({ group, kind, name, namespace }: ManifestObject): ManifestObject | undefined {
    return facts.previous?.find(group, kind, name, namespace);
  }

  function redactAll(message: string): string {
    return manifests.objects.reduce((text, object) => redact(text, object), message);
  }

  function withoutSuppressed(all: readonly Finding[], unjudged: readonly NotEvaluated[]) {
    const suppressions = [...options.suppressions ?? [], ...manifests.objects.flatMap(suppressionsOf)];
    if (suppressions.length === 0) return { findings: [...all], suppressed: [] };
    const kept: Finding[] = [];
    const dropped: Finding[] = [];
    for (const each of all) (suppressions.some((suppression) => covers(suppression, each)) ? dropped : kept).push(each);
    kept.push(...suppressionFindings(suppressions.filter(({ isShared }) => !isShared), dropped, unjudged, options.complete));
    return { findings: kept, suppressed: dropped };
  }
}

/**
 * What is wrong with suppressions: those without a reason (SUP-01), and those that nothing needs (SUP-02).
 *
 * @param suppressed what was left out of the report
 * @param unjudged rules that were not evaluated: nothing is known of their suppressions
 * @param complete whether that is all there is
 */
export function suppressionFindings(
  suppressions: readonly Suppression[], suppressed: readonly Finding[], unjudged: readonly NotEvaluated[], complete: boolean = true,
): Finding[] {
  const found: Finding[] = [];
  for (const suppression of suppressions) {
    const { rule } = suppression;
    if (suppression.reason.trim() === '') {
      found.push(ofSuppression(suppression, 'SUP-01', Severity.ERROR, `${rule} is suppressed without a reason`, 'say why the finding is right as it is'));
    } else if (complete && !suppressed.some((each) => covers(suppression, each)) && !unjudged.some((each) => each.rule === rule)) {
      found.push(ofSuppression(suppression, 'SUP-02', Severity.WARNING, `${rule} is suppressed but finds nothing`, 'remove the suppression'));
    }
  }
  return found;
}

/** Judgements are many, catalogues are few. */
const INDEXES = new WeakMap<readonly Rule[], SubjectIndex<Rule>>();

function rulesOf(rules: readonly Rule[] | RuleSource): RuleSource {
  if ('of' in rules) return rules;
  let index = INDEXES.get(rules);
  if (!index) INDEXES.set(rules, index = new SubjectIndex(rules));
  return index;
}

/** The findings without those of the schema at places of which a rule says the same: that the API server refuses them, in better words. */
function specific(findings: readonly Finding[]): Finding[] {
  const named = new Map<ManifestObject, Set<string>>();
  for (const { rule, object, path, enforcedBy, severity } of findings) {
    if (!object || enforcedBy !== EnforcedBy.API_SERVER || severity !== Severity.ERROR || rule.startsWith(SCHEMA)) continue;
    named.set(object, (named.get(object) ?? new Set()).add(path));
  }
  return findings.filter(({ rule, object, path }) => !object || !rule.startsWith(SCHEMA) || !named.get(object)?.has(path));
}

/** Of what a rule says about itself, what its findings repeat. */
type RuleWords = Pick<Finding, 'severity' | 'enforcedBy'> & ({ readonly id: string } | { readonly rule: string });

/** @param before what the object replaces: a message may quote it, credentials and all */
function finding(rule: RuleWords, object: ManifestObject, problem: RuleProblem, before?: ManifestObject): Finding {
  const { file, line, construct } = object.origin;
  const clean = (text: string) => (before ? redact(redact(text, object), before) : redact(text, object));
  return {
    rule: 'id' in rule ? rule.id : rule.rule,
    severity: problem.severity ?? rule.severity,
    enforcedBy: problem.enforcedBy ?? rule.enforcedBy,
    message: clean(problem.message),
    fix: clean(problem.fix),
    object,
    path: clean(pathText(problem.path ?? [])),
    file,
    line,
    construct,
  };
}

function findingOfFile({ rule, file, line, message, fix, object }: ReadProblem): Finding {
  // kubectl skips empty documents; what it cannot read it refuses.
  const severity = rule === 'READ-EMPTY' ? Severity.INFO : Severity.ERROR;
  return { rule, severity, enforcedBy: EnforcedBy.API_SERVER, message: redact(message, object), fix, object, path: '', file, line };
}

function ofSuppression({ object, construct, rule }: Suppression, id: string, severity: Severity, message: string, fix: string): Finding {
  const words = { rule: id, severity, enforcedBy: EnforcedBy.RUNTIME };
  if (object) return finding(words, object, { path: ['metadata', 'annotations', `${SUPPRESS_PREFIX}${rule}`], message, fix });
  return { ...words, message, fix, path: '', construct };
}
