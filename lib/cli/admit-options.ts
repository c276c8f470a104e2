import { where } from './inputs';
import { NoInput } from './no-input';
import type { ValidateOptions } from './options';
import type { AdmitOptions } from '../admission/admit';
import { builtInChecks } from '../admission/checks';
import type { RuleFacts } from '../admission/rule-context';
import type { ManifestObject } from '../manifests/manifest-object';
import { ManifestSet } from '../manifests/manifest-set';
import { readInputs } from '../manifests/read';
import { CATALOGUE } from '../rules';

/**
 * What `validate` judges with.
 *
 * @throws when the cluster file or the previous manifests cannot be read
 */
export function admitOptions(options: ValidateOptions): AdmitOptions {
  return { ...builtInChecks(), rules: CATALOGUE, facts: factsOf(options) };
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
