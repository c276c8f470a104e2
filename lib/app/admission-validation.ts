import * as fs from 'fs';
import { admit } from '../admission/admit';
import { builtInChecks } from '../admission/checks';
import type { Finding } from '../admission/finding';
import { invalid } from '../core/errors';
import { groupBy } from '../core/groups';
import { redactTokens } from '../core/literal-secrets';
import type { ClusterFacts } from '../facts/cluster-facts';
import { readClusterFile, releaseOf } from '../facts/cluster-file';
import { KubernetesVersion } from '../facts/kubernetes-version';
import type { Release } from '../facts/release';
import type { ManifestObject } from '../manifests/manifest-object';
import { ManifestSet } from '../manifests/manifest-set';
import { readInputs, ReadProblem } from '../manifests/read';
import { CATALOGUE } from '../rules';

/** `properties` of the validation in `cdk8s.yaml`. */
export interface AdmissionValidationProps {
  /**
   * Release line of the stack, for example `dynamo-1.4`.
   *
   * @default - unknown: rules that need it are not evaluated
   */
  readonly release?: string;

  /**
   * Minor version of the API server, for example `1.34`; quoted, since 1.30 is a number.
   *
   * @default - unknown: rules that need it are not evaluated
   */
  readonly kubernetes?: string;

  /**
   * File that says what is known of the cluster: a `cluster.yaml`, as `cdk8s-inference cluster` writes it. `release` and `kubernetes` go before
   * what it says.
   *
   * @default - unknown: rules that ask about nodes and operators are not evaluated
   */
  readonly cluster?: string;

  /**
   * Whether warnings fail as errors do.
   *
   * @default false
   */
  readonly strict?: boolean;
}

/** What is used of cdk8s-cli's ValidationContext. */
interface Context {
  readonly manifests: readonly string[];
  readonly metadata: { readonly [resource: string]: { readonly path: string } | undefined };
  readonly report: {
    addViolation(violation: object): void;
    submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
  };
}

/**
 * Validation plugin of cdk8s-cli: `cdk8s synth` fails on what would be refused or fail later. For any app, whatever its constructs.
 *
 * ```text
 * validations:
 *   - package: cdk8s-inference
 *     version: <exact version>
 *     class: AdmissionValidation
 *     properties: { release: dynamo-1.4, kubernetes: "1.34" }
 * ```
 */
export class AdmissionValidation {
  private readonly release?: Release;
  private readonly kubernetes?: KubernetesVersion;
  private readonly cluster?: ClusterFacts;
  private readonly strict: boolean;

  /** @throws when a release, version or cluster is none that is known */
  constructor(props: AdmissionValidationProps = {}) {
    this.cluster = props.cluster === undefined ? undefined : clusterOf(props.cluster);
    this.release = props.release === undefined ? this.cluster?.release : releaseOf(String(props.release));
    this.kubernetes = props.kubernetes === undefined ? this.cluster?.kubernetes : KubernetesVersion.of(String(props.kubernetes));
    this.strict = props.strict ?? false;
  }

  /**
   * Called by cdk8s-cli.
   *
   * @param context cdk8s-cli's ValidationContext
   */
  public async validate(context: unknown): Promise<void> {
    const { manifests, metadata, report } = context as Context;
    const objects: ManifestObject[] = [];
    const readProblems: ReadProblem[] = [];
    for (const document of readInputs(manifests)) {
      objects.push(...document.objects);
      readProblems.push(...document.problems);
    }
    const result = admit(new ManifestSet(objects), {
      ...builtInChecks(), rules: CATALOGUE, readProblems, facts: { release: this.release, kubernetes: this.kubernetes, cluster: this.cluster },
    });
    for (const [, findings] of byRule(result.findings)) {
      const [{ rule, severity, enforcedBy, message, fix }] = findings;
      report.addViolation({
        ruleName: rule,
        recommendation: `${severity}: ${message} (refused by ${enforcedBy})`,
        fix,
        violatingResources: findings.map((finding) => resourceOf(finding, metadata)),
      });
    }
    const { summary } = result;
    const failed = summary.errors > 0 || (this.strict && summary.warnings > 0);
    const counts = Object.fromEntries(Object.entries(summary).map(([key, count]) => [key, String(count)]));
    const kinds = [...new Set(result.notChecked.map(({ reason }) => reason))];
    report.submit(failed ? 'failure' : 'success', kinds.length === 0 ? counts : { ...counts, notChecked: `${summary.notChecked}: ${kinds.join(', ')}` });
  }
}

function clusterOf(file: string): ClusterFacts {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    throw invalid({ path: 'AdmissionValidation', value: `cluster: ${file}`, reason: 'there is no such file', fix: 'give the path of a cluster.yaml, from the folder of cdk8s.yaml' });
  }
  return readClusterFile(text, file);
}

/** Findings that say the same of several objects are one violation. */
function byRule(findings: readonly Finding[]): Map<string, Finding[]> {
  return groupBy(findings, ({ rule, message, fix }) => [rule, message, fix].join('\n'));
}

function resourceOf({ object, path, file, line, construct }: Finding, metadata: Context['metadata']): object {
  const resourceName = object?.name ?? '';
  const location = path === '' ? `line ${line ?? 1}` : path;
  return { resourceName: redactTokens(resourceName), locations: [location], manifestPath: file ?? '', constructPath: construct ?? metadata?.[resourceName]?.path };
}
