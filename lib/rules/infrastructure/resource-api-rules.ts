import { claimSpecsIn } from './claim-spec';
import { driverInstalls } from './dra-driver';
import { EnforcedBy } from '../../admission/enforced-by';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import { isLabelKey } from '../../core/names';
import { DEVICE_CLASSES, RESOURCE_NAMES } from '../../facts/label-keys';
import type { ManifestObject } from '../../manifests/manifest-object';
import { Place } from '../deployment/place';
import { NO_KUBERNETES } from '../reasons';
import { found, RuleRow } from '../rule-row';
import { DEVICE_CLASSES as CLASSES } from '../subjects';

/** Kinds of `resource.k8s.io` that changed from version to version. Source: infrastructure.md 2.2. */
const KINDS = ['ResourceClaim', 'ResourceClaimTemplate', 'DeviceClass', 'ResourceSlice'];

/** Rules about the API `resource.k8s.io` as a Kubernetes minor serves it. */
export const RESOURCE_API_RULES: readonly RuleRow[] = [
  {
    id: 'DRA-07',
    about: { kinds: KINDS.map((kind) => `resource.k8s.io/${kind}`) },
    title: 'Claims use a version of resource.k8s.io that the cluster serves',
    enforcedBy: EnforcedBy.API_SERVER,
    evidence: 'infrastructure.md 5 DRA-07, 2.2 (cdk8s-team/cdk8s kubernetes-schemas; k8s.io/api lifecycle)',
    * check(context) {
      const objects = KINDS.flatMap((kind) => context.manifests.ofKind('resource.k8s.io', kind));
      if (objects.length === 0) return;
      const kubernetes = minorOf(context);
      if (!kubernetes) {
        yield { unknown: NO_KUBERNETES };
        return;
      }
      const [newest] = kubernetes.resourceApiVersions;
      for (const object of objects) {
        const place = new Place(object.manifest).at('apiVersion');
        // Before v1beta1 the shapes were others, and nobody should write them any more. infrastructure.md 2.2
        const fix = newest.includes('alpha') ? 'use Kubernetes 1.34 or newer, where claims of devices are on by default' : `write resource.k8s.io/${newest}`;
        // Its claims name a class and parameters: nothing of what a claim says today has a place there.
        if (newest === 'v1alpha2' && object.kind === 'DeviceClass') {
          yield found(object, place, `Kubernetes ${kubernetes} has no DeviceClass in any version`, fix);
        } else if (!kubernetes.resourceApiVersions.includes(object.version)) {
          yield found(object, place, `Kubernetes ${kubernetes} has no ${object.apiVersion}`, fix);
        } else if (object.version !== 'v1') {
          const why = kubernetes.servesResourceV1 ? 'is deprecated, and may not be served' : 'is off unless the API group and the gate DynamicResourceAllocation are turned on';
          yield found(object, place, `${object.apiVersion} ${why} on Kubernetes ${kubernetes}`, kubernetes.servesResourceV1 ? fix : 'turn them on, or use Kubernetes 1.34', { severity: Severity.WARNING, enforcedBy: EnforcedBy.RUNTIME });
        }
      }
    },
  },
  {
    id: 'DRA-08',
    title: 'Fields of claims and classes are on by default in the Kubernetes of the cluster',
    severity: Severity.WARNING,
    evidence: 'infrastructure.md 5 DRA-08, 2.3 (kubernetes feature gates)',
    * check(context) {
      const gated = [...gatedFields(context)];
      if (gated.length === 0) return;
      const kubernetes = minorOf(context);
      if (!kubernetes) {
        yield { unknown: NO_KUBERNETES };
        return;
      }
      for (const { object, place, gate } of gated) {
        if (!kubernetes.enablesByDefault(gate)) yield found(object, place, `the feature gate ${gate} is off in Kubernetes ${kubernetes} by default: the field is dropped`, `turn ${gate} on, or do without ${String(place.path[place.path.length - 1])}`);
      }
    },
  },
  {
    id: 'DRA-22',
    about: CLASSES,
    title: 'Each extended resource is of one device class',
    evidence: 'infrastructure.md 5 DRA-22, 2.4, 2.5 (k8s.io/api resource/v1 DeviceClass)',
    * check(context) {
      const owners = new Map<string, string>();
      if (driverInstalls(context).some(({ values }) => values.at('resources', 'gpus', 'enabled').value !== false)) {
        owners.set(RESOURCE_NAMES.gpu, `${DEVICE_CLASSES.gpu} of the DRA driver's chart`);
      }
      for (const object of context.manifests.ofKind('resource.k8s.io', 'DeviceClass')) {
        const name = extendedName(object);
        const owner = owners.get(name.text);
        if (name.text === '' || object.name === DEVICE_CLASSES.gpu) continue;
        if (owner !== undefined) yield found(object, name, `'${name.text}' is the extended resource of class ${owner} too: the newest class wins`, 'write another name, or remove it from one of the two');
        else owners.set(name.text, object.name);
      }
    },
  },
  {
    id: 'DRA-25',
    about: CLASSES,
    title: 'The extended resource of a device class is a name with a domain, outside kubernetes.io',
    enforcedBy: EnforcedBy.API_SERVER,
    evidence: 'infrastructure.md 5 DRA-25, 2.4 (k8s.io/api resource/v1 DeviceClass)',
    * check({ manifests }) {
      for (const object of manifests.ofKind('resource.k8s.io', 'DeviceClass')) {
        const name = extendedName(object);
        if (typeof name.value !== 'string' || isExtendedResource(name.text)) continue;
        yield found(object, name, `'${name.text}' is no name of an extended resource`, 'write a name with a domain of your own, for example example.com/gpu');
      }
    },
  },
];

/** Source: infrastructure.md DRA-25 (kubernetes IsExtendedResourceName); what is empty or malformed is refused: truth/apiserver. */
function isExtendedResource(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.') && isLabelKey(name);
}

function minorOf({ kubernetes, cluster }: RuleContext) {
  return kubernetes ?? cluster?.kubernetes;
}

function extendedName({ manifest }: ManifestObject): Place {
  return new Place(manifest).at('spec', 'extendedResourceName');
}

function* gatedFields({ manifests }: RuleContext): Iterable<{ readonly object: ManifestObject; readonly place: Place; readonly gate: string }> {
  for (const { object, place: spec, requests } of claimSpecsIn(manifests)) {
    for (const { place, bodies } of requests) {
      if (place.at('firstAvailable').present) yield { object, place: place.at('firstAvailable'), gate: 'DRAPrioritizedList' };
      for (const body of bodies) {
        if (body.place.at('adminAccess').present) yield { object, place: body.place.at('adminAccess'), gate: 'DRAAdminAccess' };
        if (body.place.at('tolerations').present) yield { object, place: body.place.at('tolerations'), gate: 'DRADeviceTaints' };
        if (body.place.at('capacity').present) yield { object, place: body.place.at('capacity'), gate: 'DRAConsumableCapacity' };
      }
    }
    for (const constraint of spec.at('devices', 'constraints').items) {
      const distinct = constraint.at('distinctAttribute');
      if (distinct.present) yield { object, place: distinct, gate: 'DRAConsumableCapacity' };
    }
  }
  for (const object of manifests.ofKind('resource.k8s.io', 'DeviceClass')) {
    const name = extendedName(object);
    if (name.present) yield { object, place: name, gate: 'DRAExtendedResource' };
  }
}
