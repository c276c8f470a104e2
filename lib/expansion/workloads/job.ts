import { podOfTemplate } from './pod';
import type { JsonObject } from '../../core/merge';
import { JOB_LABELS } from '../../facts/job-controllers';
import type { Manifest } from '../../manifests/manifest';
import { record, strings } from '../../manifests/manifest-object';
import type { Expander } from '../expander';
import { generatedName, nameOf } from '../names';
import { editContainers, withEnvironment } from '../pod-spec';
import { count, defined, filled, indices } from '../values';

/**
 * Pods of a Job that run at a time: as many as its parallelism, and no more than its completions. None while it is suspended.
 * Those of an indexed Job have an index, a stable hostname and JOB_COMPLETION_INDEX.
 */
export const expandJob: Expander = (job) => {
  const spec = record(job.spec) ?? {};
  if (spec.suspend === true) return [];
  const parallelism = count(spec.parallelism, 1, job, 'spec.parallelism');
  const pods = Math.min(parallelism, count(spec.completions, parallelism, job, 'spec.completions'));
  const template = record(spec.template) ?? {};
  const name = nameOf(job);
  const labels = { [JOB_LABELS.name]: name, [JOB_LABELS.legacyName]: name };
  if (spec.completionMode !== 'Indexed') return indices(pods).map(() => podOfTemplate({ name: generatedName(name), owner: job, template, labels }));
  const podSpec = record(template.spec) ?? {};
  return indices(pods).map((i) => {
    const index = { [JOB_LABELS.completionIndex]: String(i) };
    return podOfTemplate({
      name: `${generatedName(name)}${i}-`,
      owner: job,
      template: { ...template, spec: editContainers(podSpec, (container) => withEnvironment(container, [completionIndex()])) },
      labels: { ...labels, ...index },
      annotations: index,
      spec: { hostname: `${generatedName(name)}${i}` },
    });
  });
};

/** The Job that a CronJob makes at its next time, without the time in its name. None while it is suspended. */
export const expandCronJob: Expander = (cronJob) => {
  const spec = record(cronJob.spec) ?? {};
  if (spec.suspend === true) return [];
  const template = record(spec.jobTemplate) ?? {};
  const metadata = record(template.metadata) ?? {};
  const job: Manifest = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: defined({
      name: generatedName(nameOf(cronJob)),
      namespace: cronJob.metadata?.namespace,
      labels: filled(strings(metadata.labels)),
      annotations: filled(strings(metadata.annotations)),
    }),
    spec: record(template.spec) ?? {},
  };
  return [job];
};

function completionIndex(): JsonObject {
  return { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef: { fieldPath: `metadata.labels['${JOB_LABELS.completionIndex}']` } } };
}
