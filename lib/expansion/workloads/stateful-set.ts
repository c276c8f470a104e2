import { podOfTemplate } from './pod';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings, text } from '../../manifests/manifest-object';
import type { Expander } from '../expander';
import { nameOf } from '../names';
import { count, defined, filled, indices } from '../values';

/** Pods of a StatefulSet, each after its volume claims: their names are stable, and are their hostnames. */
export const expandStatefulSet: Expander = (set) => {
  const spec = record(set.spec) ?? {};
  const start = count(record(spec.ordinals)?.start, 0, set, 'spec.ordinals.start');
  const claimTemplates = list(spec.volumeClaimTemplates).map((template) => record(template) ?? {});
  return indices(count(spec.replicas, 1, set, 'spec.replicas')).flatMap((i) => {
    const ordinal = String(start + i);
    const name = `${nameOf(set)}-${ordinal}`;
    const claims = claimTemplates.map((template): Manifest => {
      const metadata = record(template.metadata) ?? {};
      return {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: defined({
          name: `${text(metadata.name) ?? ''}-${name}`,
          namespace: set.metadata?.namespace,
          labels: filled({ ...strings(metadata.labels), ...strings(record(spec.selector)?.matchLabels) }),
          annotations: filled(strings(metadata.annotations)),
        }),
        spec: record(template.spec) ?? {},
      };
    });
    const pod = podOfTemplate({
      name,
      owner: set,
      template: record(spec.template) ?? {},
      labels: { 'statefulset.kubernetes.io/pod-name': name, 'apps.kubernetes.io/pod-index': ordinal },
      spec: defined({ hostname: name, subdomain: text(spec.serviceName) }),
    });
    return [...claims, pod];
  });
};
