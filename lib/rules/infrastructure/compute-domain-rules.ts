import { claimSpecsIn, deviceTypeOf } from './claim-spec';
import { channelClaims, channelPodsIn, podsOfDomain } from './domain-pods';
import { driverInstalls, driverIsAtLeast, gateIsOn } from './dra-driver';
import { targetPlace } from './pod-claim-rules';
import { domainsIn, podsWithClaims, templateOfDomain } from './pod-claims';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import { COMPUTE_DOMAIN_DRIVER, DRIVER_OWNED_CONFIGS } from '../../facts/dra-devices';
import type { ManifestObject } from '../../manifests/manifest-object';
import { installsOf } from '../chart-installs';
import { Place } from '../deployment/place';
import { notHere } from '../reasons';
import { found, RuleRow } from '../rule-row';
import { CLAIMS, either } from '../subjects';

const SOURCE = '2.8 (kubernetes-sigs/dra-driver-nvidia-gpu v0.4.1)';

/** Ports between the IMEX daemons of a domain. Source: infrastructure.md 3.1. */
const IMEX_PORTS = [50000, 50005];

/** Namespaces that installs of the driver use where none is written. Source: infrastructure.md 4.1. */
const DRIVER_NAMESPACES = ['dra-driver-nvidia-gpu', 'nvidia-dra-driver-gpu', 'nvidia-dra-driver'];

/** Rules about ComputeDomains and who claims them. */
export const COMPUTE_DOMAIN_RULES: readonly RuleRow[] = [
  {
    id: 'CD-01',
    title: 'A ComputeDomain writes numNodes, which older CRDs require',
    severity: Severity.INFO,
    evidence: `infrastructure.md 5 CD-01, ${SOURCE}; newer.md 1: required by drivers before 0.4.0 and by the CRD in GPU Operator v26.7.0`,
    * check(context) {
      const operators = installsOf(context.manifests, 'gpu-operator').map(({ version }) => version.replace(/^v/, ''));
      const isOld = operators.includes('26.7.0') || driverIsAtLeast(context, '0.4.0') === false;
      for (const domain of domainsIn(context.manifests)) {
        const numNodes = numNodesOf(domain);
        const severity = isOld ? Severity.ERROR : Severity.INFO;
        if (!numNodes.present) yield found(domain, numNodes, isOld ? 'the CRD that is installed here requires numNodes' : 'older CRDs require numNodes (drivers before 0.4.0, GPU Operator v26.7.0)', 'write numNodes: 0, which every version takes', { severity });
      }
    },
  },
  {
    id: 'CD-02',
    title: 'A ComputeDomain leaves numNodes at 0',
    severity: Severity.INFO,
    evidence: `infrastructure.md 5 CD-02, ${SOURCE}`,
    * check(context) {
      if (!byDnsNames(context)) return;
      for (const domain of domainsIn(context.manifests)) {
        const numNodes = numNodesOf(domain);
        if ((numNodes.number ?? 0) > 0) yield found(domain, numNodes, 'numNodes is deprecated: it only sets when the status says Ready, and it can never be changed', 'write numNodes: 0');
      }
    },
  },
  {
    id: 'CD-03',
    title: 'numNodes of a ComputeDomain is the number of nodes that join it',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 CD-03, ${SOURCE}`,
    * check(context) {
      for (const domain of domainsIn(context.manifests)) {
        const numNodes = numNodesOf(domain);
        const wanted = numNodes.number ?? 0;
        if (wanted <= 0) continue;
        const pods = podsOfDomain(context.manifests, domain);
        const fixed = pods.length > 0 && pods.every((pod) => pod.pods !== undefined);
        if (!fixed && pods.length > 0 && !byDnsNames(context)) {
          yield found(domain, numNodes, `${wanted} nodes, and an autoscaler changes how many join: with any other number pods wait`, "turn the driver's gate IMEXDaemonsWithDNSNames on and write numNodes: 0");
          continue;
        }
        if (!fixed) {
          yield { object: domain, unknown: pods.length === 0 ? notHere('a workload that claims a channel of the domain') : 'a workload of the domain is autoscaled, so the number of its pods is not fixed' };
          continue;
        }
        const nodes = pods.reduce((sum, pod) => sum + pod.pods!, 0);
        if (!byDnsNames(context) && wanted !== nodes) yield found(domain, numNodes, `${wanted} nodes, where ${nodes} pods claim a channel, one on each node: pods wait until that many have joined`, `write numNodes: ${nodes}`, { severity: Severity.ERROR });
        else if (wanted > nodes) yield found(domain, numNodes, `${wanted} nodes, where ${nodes} pods claim a channel, one on each node: the status never says Ready`, 'write numNodes: 0');
      }
    },
  },
  {
    id: 'CD-04',
    title: 'The claim template of a ComputeDomain is made by its controller alone',
    evidence: `infrastructure.md 5 CD-04, ${SOURCE}: the controller fails with AlreadyExists`,
    * check({ manifests }) {
      const owners = new Map<string, ManifestObject>();
      for (const domain of domainsIn(manifests)) {
        const name = templateOfDomain(domain);
        const key = `${domain.namespace ?? ''}/${name.text}`;
        if (name.text === '') continue;
        const other = owners.get(key);
        if (other) yield found(domain, name, `ComputeDomain '${other.name}' makes the template '${name.text}' too`, 'give each domain a template name of its own');
        else owners.set(key, domain);
        const own = manifests.find('resource.k8s.io', 'ResourceClaimTemplate', name.text, domain.namespace);
        if (own) yield found(own, new Place(own.manifest).at('metadata', 'name'), `the controller of ComputeDomain '${domain.name}' makes this template, and fails where it exists`, 'remove the template');
      }
    },
  },
  {
    id: 'CD-05',
    about: either(CLAIMS, { kinds: ['resource.nvidia.com/ComputeDomainClique'] }),
    title: 'What the driver makes of a ComputeDomain is not written by hand',
    evidence: `infrastructure.md 5 CD-05, ${SOURCE}: domainID is the UID that the domain gets in the cluster`,
    * check({ manifests }) {
      const fix = 'remove it; write a ComputeDomain and claim its template';
      for (const object of manifests.ofKind('resource.nvidia.com', 'ComputeDomainClique')) yield found(object, new Place(object.manifest).at('kind'), 'only the driver makes a ComputeDomainClique', fix);
      for (const { object, place, requests } of claimSpecsIn(manifests)) {
        for (const { place: body } of requests.flatMap(({ bodies }) => bodies)) {
          const name = body.at('deviceClassName');
          if (['channel', 'daemon'].includes(deviceTypeOf(manifests, name.text) ?? '')) yield found(object, name, `class '${name.text}' is for claims that the driver makes`, fix);
        }
        for (const config of place.at('devices', 'config').items) {
          const opaque = config.at('opaque');
          const kind = opaque.at('parameters', 'kind');
          if (opaque.at('driver').text === COMPUTE_DOMAIN_DRIVER || DRIVER_OWNED_CONFIGS.includes(kind.text)) yield found(object, kind, `only the driver writes a ${kind.text || 'configuration'} of ${COMPUTE_DOMAIN_DRIVER}`, fix);
        }
      }
    },
  },
  {
    id: 'CD-13',
    title: 'A workload is in the namespace of its ComputeDomain',
    evidence: `infrastructure.md 5 CD-13, ${SOURCE}: the template is made in the domain's namespace only`,
    * check(context) {
      for (const pod of podsWithClaims(context)) {
        for (const claim of pod.claims) {
          if (claim.target === '' || claim.kind !== 'ResourceClaimTemplate' || claim.spec || claim.domain) continue;
          const domains = domainsIn(context.manifests).filter((domain) => templateOfDomain(domain).text === claim.target);
          if (domains.length === 0) continue;
          if (pod.object.namespace === undefined || domains.some(({ namespace }) => namespace === undefined)) {
            yield { object: pod.object, unknown: 'the namespace of the workload or of its ComputeDomain is not written: write metadata.namespace in both' };
          } else {
            const [{ name, namespace }] = domains;
            yield found(pod.object, targetPlace(claim), `ComputeDomain '${name}' makes the template '${claim.target}' in namespace ${namespace}, the pod is in ${pod.object.namespace}`, 'put both into one namespace');
          }
        }
      }
    },
  },
  {
    id: 'CD-14',
    title: 'A pod claims one channel',
    evidence: `infrastructure.md 5 CD-14, ${SOURCE}: a node has one channel, and is in one ComputeDomain`,
    * check({ manifests }) {
      for (const pod of channelPodsIn(manifests)) {
        for (const claim of channelClaims(pod).slice(1)) yield found(pod.object, claim.place, `claim '${claim.name}' is a second channel, and a node has one`, 'keep one channel claim, and share it among the containers');
      }
    },
  },
  {
    id: 'CD-21',
    title: 'A ComputeDomain injects a single channel',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 CD-21, ${SOURCE}: All injects 2048 device nodes, and hostManaged IMEX forces Single`,
    * check({ manifests }) {
      for (const domain of domainsIn(manifests)) {
        const mode = new Place(domain.manifest).at('spec', 'channel', 'allocationMode');
        if (mode.text === 'All') yield found(domain, mode, 'every pod gets 2048 channels, of which one is used', 'write allocationMode: Single, or leave it out');
      }
    },
  },
  {
    id: 'CD-24',
    about: { kinds: ['networking.k8s.io/NetworkPolicy'] },
    title: 'Network policies let the IMEX daemons reach each other',
    severity: Severity.WARNING,
    evidence: 'infrastructure.md 5 CD-24, 3.1: TCP 50000 (peers) and 50005 (commands) between daemon pods',
    * check(context) {
      const installed = driverInstalls(context).map(({ object }) => {
        const spec = new Place(object.manifest).at('spec');
        return spec.at('destination', 'namespace').text || spec.at('targetNamespace').text || object.namespace;
      });
      const namespaces = installed.length > 0 ? installed : DRIVER_NAMESPACES;
      const policies = context.manifests.ofKind('networking.k8s.io', 'NetworkPolicy').filter(({ namespace }) => namespace !== undefined && namespaces.includes(namespace));
      const ingress = policies.map((policy) => ({ policy, spec: new Place(policy.manifest).at('spec') })).filter(({ spec }) => closesIngress(spec));
      if (ingress.length === 0) return;
      const missing = IMEX_PORTS.filter((port) => !ingress.some(({ spec }) => spec.at('ingress').items.some((rule) => opens(rule, port))));
      if (missing.length > 0) yield found(ingress[0].policy, ingress[0].spec.at('ingress'), `no policy of the namespace lets pods in on port ${missing.join(' and ')}, on which IMEX daemons meet`, `allow TCP ${IMEX_PORTS.join(' and ')} among the pods of the namespace`);
    },
  },
];

function numNodesOf({ manifest }: ManifestObject): Place {
  return new Place(manifest).at('spec', 'numNodes');
}

/** Whether IMEX daemons start at once, by DNS names: the default since v25.8.0. */
export function byDnsNames(context: RuleContext): boolean {
  return driverInstalls(context).every((install) => gateIsOn(install, 'IMEXDaemonsWithDNSNames'));
}

/** Whether a policy says who may come in; without types it does. */
function closesIngress(spec: Place): boolean {
  const types = spec.at('policyTypes').items.map(({ text }) => text);
  return types.length === 0 || types.includes('Ingress');
}

function opens(rule: Place, port: number): boolean {
  const ports = rule.at('ports').items;
  return ports.length === 0 || ports.some((each) => {
    const from = each.at('port').number;
    return !each.at('port').present || (from !== undefined && from <= port && port <= (each.at('endPort').number ?? from));
  });
}
