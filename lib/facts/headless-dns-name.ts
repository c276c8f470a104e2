/**
 * DNS name of a pod behind a headless Service, in a cluster with the usual domain.
 * Source: kubernetes.io, DNS for Services and Pods: `<hostname>.<subdomain>.<namespace>.svc.<cluster domain>`.
 *
 * @param namespace where the pod is; `default` where nobody says
 */
export function headlessDnsName(hostname: string, service: string, namespace: string | undefined): string {
  return `${hostname}.${service}.${namespace ?? 'default'}.svc.cluster.local`;
}
