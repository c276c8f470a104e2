import { QUEUE_RESOURCES } from './gangs';
import { queueReferences } from './kai-workloads';
import { amountOf, holdsTrees, lineOf, parentOf, PARENTS_OF_CHARTS, queueNamed, queuesIn } from './queue-tree';
import { EnforcedBy } from '../../../admission/enforced-by';
import { Severity } from '../../../admission/severity';
import { groupBy } from '../../../core/groups';
import { KAI_CONFIG, KAI_UNLIMITED } from '../../../facts/kai';
import { LABEL_KEYS } from '../../../facts/label-keys';
import { pluginGpusOf } from '../../../manifests/gpu-resources';
import type { ManifestObject } from '../../../manifests/manifest-object';
import { installsOf } from '../../chart-installs';
import { notHere } from '../../reasons';
import { found, RuleRow } from '../../rule-row';
import { CHARTS, either } from '../../subjects';
import { Place } from '../place';

const SOURCE = 'scheduling.md 1.2 (kai-scheduler/KAI-Scheduler v0.17.0)';

/** Least plausible number of millicores and of megabytes: fewer were meant as cores and as gigabytes. Source: scheduling.md K8. */
const LEAST: { readonly [resource: string]: { readonly amount: number; readonly unit: string } } = {
  cpu: { amount: 100, unit: 'millicores' }, memory: { amount: 1000, unit: 'units of 10^6 bytes' },
};

/** Rules about the queues of KAI. */
export const KAI_QUEUE_RULES: readonly RuleRow[] = [
  {
    id: 'KAI-15',
    title: 'Every queue has its parent, in the same node pool, and is not its own ancestor',
    evidence: `scheduling.md 4 K5; ${SOURCE}; KAI #1112, #1045`,
    * check({ manifests }) {
      for (const queue of queuesIn(manifests)) {
        const place = new Place(queue.manifest).at('spec', 'parentQueue');
        if (place.text === '' || PARENTS_OF_CHARTS.includes(place.text)) continue;
        const parent = queueNamed(manifests, place.text);
        if (!parent) {
          if (holdsTrees(manifests)) yield found(queue, place, `there is no queue '${place.text}': KAI drops this one with all below it`, 'name a queue that exists, or remove parentQueue');
          else yield { object: queue, unknown: notHere(`queue '${place.text}'`) };
          continue;
        }
        const top = lineOf(manifests, queue).pop()!;
        if (queueNamed(manifests, parentOf(top)) !== undefined) yield found(queue, place, `queues are each other's parents: ${lineOf(manifests, queue).map(({ name }) => name).join(' → ')}`, 'remove one parent of the circle');
        const [own, others] = [queue, parent].map(({ labels }) => labels[LABEL_KEYS.kaiNodePool] ?? '');
        if (own !== others) yield found(queue, new Place(queue.manifest).at('metadata', 'labels', LABEL_KEYS.kaiNodePool), `the queue is of node pool '${own}', its parent of '${others}': no shard sees both`, `label both with the same ${LABEL_KEYS.kaiNodePool}`);
      }
    },
  },
  {
    id: 'KAI-18',
    title: 'Amounts of queues are in devices, millicores and 10^6 bytes',
    severity: Severity.WARNING,
    evidence: `scheduling.md 4 K8; ${SOURCE}`,
    * check({ manifests }) {
      for (const queue of queuesIn(manifests)) {
        for (const resource of QUEUE_RESOURCES) {
          for (const key of ['quota', 'limit'] as const) {
            const amount = amountOf(queue, resource, key);
            const least = LEAST[resource];
            if (typeof amount.value === 'string') yield found(queue, amount, `'${amount.text}' is a text, where a plain number belongs`, resource === 'gpu' ? 'write a number of devices' : `write a number of ${least.unit}`, { severity: Severity.ERROR, enforcedBy: EnforcedBy.API_SERVER });
            else if (amount.number === undefined) continue;
            else if (amount.number < 0 && amount.number !== KAI_UNLIMITED) yield found(queue, amount, `${amount.number} is negative`, `write 0 or more, or ${KAI_UNLIMITED} for no bound`);
            else if (least && amount.number > 0 && amount.number < least.amount) yield found(queue, amount, `${amount.number} ${least.unit} is next to nothing`, resource === 'cpu' ? `write ${amount.number * 1000} for ${amount.number} cores` : `write ${amount.number * 1000} for ${amount.number} GB`);
          }
        }
      }
    },
  },
  {
    id: 'KAI-19',
    title: 'The quotas of child queues are within that of their parent',
    severity: Severity.WARNING,
    evidence: `scheduling.md 4 K9; ${SOURCE}`,
    * check({ manifests }) {
      const childrenOf = groupBy(queuesIn(manifests), parentOf);
      for (const parent of queuesIn(manifests)) {
        const children = childrenOf.get(parent.name) ?? [];
        for (const resource of children.length > 0 ? QUEUE_RESOURCES : []) {
          const own = amountOf(parent, resource, 'quota');
          if ((own.number ?? 0) === KAI_UNLIMITED || typeof own.value === 'string') continue;
          const quotas = children.map((child) => amountOf(child, resource, 'quota').number ?? 0);
          const sum = quotas.includes(KAI_UNLIMITED) ? Infinity : quotas.reduce((total, each) => total + each, 0);
          if (sum > (own.number ?? 0)) yield found(parent, own, `its children are guaranteed ${sum === Infinity ? 'everything' : sum}, of ${own.number ?? 0} ${resource}`, 'raise it, or lower theirs');
        }
      }
    },
  },
  {
    id: 'KAI-23',
    about: either(CHARTS, { kinds: ['kai.scheduler/Config'] }),
    title: "KAI's configuration is the one that it reads",
    evidence: 'scheduling.md 4 K13, 1.2, 1.4 (kai-scheduler chart v0.17.0)',
    * check({ manifests }) {
      for (const object of manifests.ofKind('kai.scheduler', 'Config')) {
        if (object.name !== KAI_CONFIG) yield found(object, new Place(object.manifest).at('metadata', 'name'), `KAI reads only the Config named ${KAI_CONFIG}`, `name it ${KAI_CONFIG}`);
      }
      for (const { object, values, partial } of installsOf(manifests, 'kai-scheduler')) {
        const [render, deployer] = [values.at('kaiConfig', 'render'), values.at('kaiConfigDeployer', 'enabled')];
        // The deployer is on where nothing is written.
        if (render.isTrue && (deployer.isTrue || (!deployer.present && !partial))) yield found(object, render, 'the chart does not render its Config twice', 'set kaiConfigDeployer.enabled: false');
      }
    },
  },
  {
    id: 'KAI-107',
    title: 'Queues give out every resource that their workloads ask for',
    evidence: `scheduling.md 4 K4; ${SOURCE}: a limit of 0, or none, gives nothing`,
    * check({ manifests }) {
      const references = queueReferences(manifests);
      const withGpus = new Set(manifests.podTemplates.filter((template) => pluginGpusOf(template) > 0).map(({ object }) => object));
      const busy = new Set<ManifestObject>();
      for (const { object, queue } of references) {
        const used = queueNamed(manifests, queue);
        if (used && withGpus.has(object)) for (const each of lineOf(manifests, used)) busy.add(each);
      }
      for (const queue of queuesIn(manifests)) {
        if (!new Place(queue.manifest).at('spec', 'resources').present) continue; // KAI-14
        for (const resource of QUEUE_RESOURCES) {
          const limit = amountOf(queue, resource, 'limit');
          if (typeof limit.value === 'string' || (limit.number ?? 0) !== 0) continue;
          const fix = `write limit: ${KAI_UNLIMITED} for no bound, or what the queue may use`;
          const what = limit.present ? `a limit of 0 for ${resource}` : `no limit for ${resource}, which is 0`;
          if (resource !== 'gpu' || busy.has(queue)) yield found(queue, limit, `${what}: no pod that asks for ${resource} is ever placed`, fix);
          else if (!limit.present) yield found(queue, limit, `${what}: no pod with GPUs is ever placed`, `${fix}; 0 if that is meant`, { severity: Severity.WARNING });
        }
      }
    },
  },
];
