import { admit, AdmitOptions } from '../admission/admit';
import { builtInChecks } from '../admission/checks';
import type { Report } from '../admission/report';
import type { RuleFacts } from '../admission/rule-context';
import type { ManifestObject } from '../manifests/manifest-object';
import { ManifestSet } from '../manifests/manifest-set';
import { ReadDocument, readInputs } from '../manifests/read';
import { jsonFinding, jsonObject, jsonReport } from '../report/json';
import { textReport } from '../report/text';
import { builtInRules, CATALOGUE } from '../rules';
import { CLEAN, COULD_NOT_RUN, FINDINGS } from './exit-codes';
import { NoInput, noManifests, readAll, tell, where } from './inputs';
import { ValidateOptions } from './options';
import { packageVersion } from './version';

/** Bytes of output that are collected before they are written. */
const BUFFER = 65_536;

/**
 * `cdk8s-inference validate`.
 *
 * @returns the exit code: 0 nothing wrong, 1 findings, 2 could not run
 */
export function validate(inputs: readonly string[], options: ValidateOptions): number {
  try {
    if (options.each && options.format === 'sarif') throw new NoInput('--each reports as text or json: SARIF is one document for all');
    const judge: AdmitOptions = { ...builtInChecks(), rules: CATALOGUE, facts: factsOf(options) };
    return options.each ? validateEach(inputs, options, judge) : validateAll(inputs, options, judge);
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return COULD_NOT_RUN;
  }
}

function validateAll(inputs: readonly string[], options: ValidateOptions, judge: AdmitOptions): number {
  const { manifests, problems: readProblems, missing } = readAll(inputs, options.maxBytes);
  tell(missing);
  const report = admit(manifests, { ...judge, readProblems });
  if (manifests.objects.length > 0 || readProblems.length > 0) process.stdout.write(formatted(report, options));
  return missing.length > 0 ? COULD_NOT_RUN : exitCode(report, options);
}

function validateEach(inputs: readonly string[], options: ValidateOptions, judge: AdmitOptions): number {
  let worst = CLEAN;
  let documents = 0;
  const output = new Output();
  for (const document of readInputs(inputs, { maxBytes: options.maxBytes, stream: true })) {
    documents++;
    const [problem] = document.problems;
    if (problem?.rule === 'READ-FILE') {
      tell(document.problems);
      worst = COULD_NOT_RUN;
      continue;
    }
    for (const [object, report] of judgeEach(document, judge)) {
      worst = Math.max(worst, exitCode(report, options));
      if (options.format === 'text') {output.write(report.findings.length === 0 ? '' : `${report}\n`);} else {
        const index = object?.origin.index ?? null;
        output.write(`${JSON.stringify({ file: document.file, index, object: object ? jsonObject(object) : null, findings: report.findings.map(jsonFinding) })}\n`);
      }
    }
  }
  if (documents === 0) throw noManifests(inputs);
  output.flush();
  return worst;
}

/** The objects of a document one by one; what is wrong with the document as a whole goes with its first object, or by itself. */
function* judgeEach({ objects, problems }: ReadDocument, judge: AdmitOptions): Generator<[ManifestObject | undefined, Report]> {
  if (objects.length === 0) yield [undefined, admit(new ManifestSet([]), { ...judge, readProblems: problems, complete: false })];
  for (const [i, object] of objects.entries()) {
    yield [object, admit(new ManifestSet([object]), { ...judge, readProblems: i === 0 ? problems : [], complete: false })];
  }
}

function factsOf({ kubernetes, release, cluster, previous }: ValidateOptions): RuleFacts {
  const declared = cluster === undefined ? undefined : (require('./cluster-option') as typeof import('./cluster-option')).clusterOption(cluster);
  return {
    kubernetes: kubernetes ?? declared?.kubernetes,
    release: release ?? declared?.release,
    cluster: declared,
    previous: previous === undefined ? undefined : previousSet(previous),
  };
}

function previousSet(folder: string): ManifestSet {
  const objects: ManifestObject[] = [];
  for (const document of readInputs([folder])) {
    const [problem] = document.problems;
    if (problem && problem.rule !== 'READ-EMPTY') throw new NoInput(`--previous ${where(problem)}: ${problem.message}`);
    objects.push(...document.objects);
  }
  return new ManifestSet(objects);
}

function formatted(report: Report, { format }: ValidateOptions): string {
  if (format === 'text') return textReport(report);
  const { sarifReport } = require('../report/sarif') as typeof import('../report/sarif');
  const data = format === 'json' ? jsonReport(report) : sarifReport(report, builtInRules(), packageVersion());
  return `${JSON.stringify(data, null, 2)}\n`;
}

function exitCode(report: Report, { strict }: ValidateOptions): number {
  return report.hasErrors || (strict && report.warnings.length > 0) ? FINDINGS : CLEAN;
}

/** Standard output, in few large writes. */
class Output {
  private waiting = '';

  write(text: string): void {
    this.waiting += text;
    if (this.waiting.length > BUFFER) this.flush();
  }

  flush(): void {
    if (this.waiting !== '') process.stdout.write(this.waiting);
    this.waiting = '';
  }
}
