import { invalid } from '../../core/errors';
import { isDnsSubdomain } from '../../core/names';

/**
 * Domain and name of an attribute as constraints write it. Source: infrastructure.md 2.4 (k8s.io/api resource/v1).
 *
 * @throws when the API server would refuse it
 */
export function requireQualified(domain: string, name: string): string {
  const qualified = `${domain}/${name}`;
  if (domain.length <= 63 && isDnsSubdomain(domain) && /^[A-Za-z_][A-Za-z0-9_]{0,31}$/.test(name)) return qualified;
  throw invalid({
    path: 'DeviceAttribute', value: `'${qualified}'`, reason: 'not a domain and a C identifier of at most 32 characters (DRA-10)', fix: "write them like 'gpu.nvidia.com' and 'parentUUID'",
  });
}
