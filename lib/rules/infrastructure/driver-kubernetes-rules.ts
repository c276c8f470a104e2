import { driverInstalls } from './dra-driver';
import { domainsIn } from './pod-claims';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import { draDriverTrouble } from '../../facts/dra-driver-kubernetes';
import type { ManifestObject } from '../../manifests/manifest-object';
import { Place } from '../deployment/place';
import { NO_KUBERNETES } from '../reasons';
import { Found, found, RuleRow, Unjudged } from '../rule-row';
import { CHARTS, COMPUTE_DOMAINS } from '../subjects';

/** Rules about what needs the DRA driver, and the Kubernetes that it runs on. */
export const DRIVER_KUBERNETES_RULES: readonly RuleRow[] = [
  {
    id: 'CD-25',
    about: COMPUTE_DOMAINS,
    title: 'A ComputeDomain is on a Kubernetes that has claims',
    evidence: 'infrastructure.md 2.2, 4.1: chart kubeVersion >=1.32.0-0; resource.k8s.io is off before 1.34',
    check: (context) => judged(context, domainsIn(context.manifests), 'a ComputeDomain'),
  },
  {
    id: 'INST-10',
    about: CHARTS,
    title: 'The DRA driver is installed on a Kubernetes that its chart takes',
    evidence: 'infrastructure.md 2.2, 4.1: chart kubeVersion >=1.32.0-0',
    check: (context) => judged(context, driverInstalls(context).filter(({ byConstruct }) => !byConstruct).map(({ object }) => object), 'the DRA driver'),
  },
];

function* judged({ kubernetes, cluster }: RuleContext, objects: readonly ManifestObject[], what: string): Iterable<Found | Unjudged> {
  if (objects.length === 0) return;
  const version = kubernetes ?? cluster?.kubernetes;
  if (!version) {
    yield { unknown: NO_KUBERNETES };
    return;
  }
  const trouble = draDriverTrouble(version);
  for (const object of trouble ? objects : []) {
    const { reason, fix, severity } = trouble!;
    yield found(object, new Place(object.manifest).at('kind'), `${what} on Kubernetes ${version}: ${reason}`, fix, { severity: severity === 'error' ? Severity.ERROR : Severity.WARNING });
  }
}
