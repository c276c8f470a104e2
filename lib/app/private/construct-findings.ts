import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { EnforcedBy } from '../../admission/enforced-by';
import type { Finding } from '../../admission/finding';
import type { Rule } from '../../admission/rule';
import { Severity } from '../../admission/severity';
import { findingsOf, SynthFinding, withoutChecks } from '../../cluster/private/synth-checks';
import { InvalidError } from '../../core/errors';
import { redactTokens } from '../../core/literal-secrets';
import type { ManifestObject } from '../../manifests/manifest-object';
import { constructRules } from '../../rules/construct-rules';

/** Ids of what is wrong with a program rather than with a manifest; beside ADM-01, a rule that fails. */
const VALIDATION = 'ADM-02';
const RENDERING = 'ADM-03';
const LAYOUT = 'ADM-05';

const SEVERITIES = { error: Severity.ERROR, warning: Severity.WARNING, info: Severity.INFO };

/** The object that stands for a construct: itself, its default child, or that of the construct around it. */
export type ObjectOf = (construct: IConstruct) => ManifestObject | undefined;

/** What constructs find by themselves: the checks of ours, and the validations that cdk8s knows. */
export function constructFindings(constructs: readonly IConstruct[], rules: () => readonly Rule[], objectOf: ObjectOf): Array<[IConstruct, Finding]> {
  if (constructs.length === 0) return [];
  let catalogue: ReadonlyMap<string, Rule> | undefined;
  const ruleOf = (id: string) => (catalogue ??= new Map([...constructRules(), ...rules()].map((rule) => [rule.id, rule]))).get(id);
  const found: Array<[IConstruct, Finding]> = [];
  withoutChecks(constructs[0], () => {
    for (const construct of constructs) {
      for (const finding of findingsOf(construct)) found.push([construct, ofConstruct(finding, construct, ruleOf(finding.rule), objectOf)]);
      for (const message of validationsOf(construct)) {
        found.push([construct, ofProgram(VALIDATION, construct.node.path, message, 'do what the construct asks for')]);
      }
    }
  });
  return found;
}

function ofConstruct({ rule, value, reason, fix, severity = 'error' }: SynthFinding, construct: IConstruct, known: Rule | undefined, objectOf: ObjectOf): Finding {
  return {
    rule,
    severity: SEVERITIES[severity],
    enforcedBy: known?.enforcedBy ?? EnforcedBy.RUNTIME,
    message: redactTokens(`${value} - ${reason}`),
    fix: redactTokens(fix),
    object: objectOf(construct),
    path: '',
    construct: construct.node.path,
  };
}

/** What stops an object from being rendered. */
export function renderingFailure(object: ApiObject, error: unknown): Finding {
  if (error instanceof InvalidError) {
    const { path, value, reason, fix } = error.problem;
    const within = path === object.node.path || path.startsWith(`${object.node.path}/`);
    return ofProgram(RENDERING, object.node.path, `${within ? '' : `${path}: `}${value} - ${reason}`, fix);
  }
  return ofProgram(RENDERING, object.node.path, messageOf(error), 'give it texts, numbers, booleans, lists and plain objects');
}

/** What stops files from being written, if it is a refusal of ours. */
export function layoutFailure(error: unknown): Finding {
  if (!(error instanceof InvalidError)) throw error;
  const { path, value, reason, fix } = error.problem;
  return ofProgram(LAYOUT, path, `${value} - ${reason}`, fix);
}

/** Finds the object of a construct among those that were rendered. */
export function objectFinder(objects: ReadonlyMap<IConstruct, ManifestObject>): ObjectOf {
  return (construct) => {
    for (const scope of construct.node.scopes.reverse()) {
      if (Chart.isChart(scope)) return undefined;
      const child = scope.node.tryFindChild('Resource') ?? scope.node.tryFindChild('Default');
      const object = objects.get(scope) ?? (child && objects.get(child));
      if (object) return object;
    }
    return undefined;
  };
}

function validationsOf(construct: IConstruct): string[] {
  try {
    return construct.node.validate();
  } catch (error) {
    return [messageOf(error)];
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function ofProgram(rule: string, construct: string, message: string, fix: string): Finding {
  return { rule, severity: Severity.ERROR, enforcedBy: EnforcedBy.RUNTIME, message: redactTokens(message), fix, path: '', construct };
}
