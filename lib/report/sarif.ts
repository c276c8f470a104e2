import type { Finding } from '../admission/finding';
import type { Report } from '../admission/report';
import type { Rule } from '../admission/rule';
import { Severity } from '../admission/severity';

/** SARIF's words for how much something matters. */
const LEVELS: { readonly [severity in Severity]: string } = {
  [Severity.ERROR]: 'error',
  [Severity.WARNING]: 'warning',
  [Severity.INFO]: 'note',
};

/**
 * A report as SARIF 2.1.0, which code hosts show beside the lines of a change.
 *
 * @param rules the catalogue, for titles; findings of schema and CEL bring their own
 * @param version of this package
 */
export function sarifReport(report: Report, rules: readonly Rule[], version: string): object {
  const titles = new Map(rules.map((rule) => [rule.id, rule]));
  const all = [...report.findings, ...report.suppressed];
  const ids = [...new Set(all.map(({ rule }) => rule))].sort();
  const suppressed = new Set(report.suppressed);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: {
        driver: {
          name: 'cdk8s-inference',
          version,
          informationUri: 'https://github.com/cdk8s-inference/cdk8s-inference',
          rules: ids.map((id) => {
            const rule = titles.get(id);
            return {
              id,
              ...rule && {
                shortDescription: { text: rule.title },
                help: { text: `Evidence: ${rule.evidence}` },
                defaultConfiguration: { level: LEVELS[rule.severity] },
                properties: { layer: rule.layer, enforcedBy: rule.enforcedBy.name },
              },
            };
          }),
        },
      },
      columnKind: 'utf16CodeUnits',
      results: all.map((finding) => result(finding, ids.indexOf(finding.rule), suppressed.has(finding))),
    }],
  };
}

function result(finding: Finding, ruleIndex: number, suppressed: boolean): object {
  const { rule, severity, message, fix, object, path, file, line, construct, enforcedBy } = finding;
  const logical = [
    ...object ? [{ fullyQualifiedName: `${object}${path === '' ? '' : ` ${path}`}`, kind: 'object' }] : [],
    ...construct === undefined ? [] : [{ fullyQualifiedName: construct, kind: 'module' }],
  ];
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: `${object ? `${object}: ` : ''}${path === '' ? '' : `${path}: `}${message}. Fix: ${fix}` },
    locations: [{
      ...file !== undefined && file !== '-' && {
        physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line ?? 1 } },
      },
      ...logical.length > 0 && { logicalLocations: logical },
    }],
    ...suppressed && { suppressions: [{ kind: 'inSource' }] },
    properties: { enforcedBy: enforcedBy.name },
  };
}

/** A path as a relative reference; absolute ones as `file:` URIs. */
function uriOf(file: string): string {
  const encoded = file.replace(/\\/g, '/').replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}
