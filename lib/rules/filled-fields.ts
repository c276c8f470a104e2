import { Found, RuleRow, rulesOf } from './rule-row';
import type { Rule } from '../admission/rule';
import type { RuleContext } from '../admission/rule-context';
import { JsonPath, Manifest, pathText } from '../manifests/manifest';
import { judgeGroveAdmission } from './deployment/grove-admission';
import type { WebhookVerdict } from './deployment/webhook-rule';
import { judgeDynamoAdmission } from './serving/dynamo-admission';

/** Required fields that mutating webhooks fill, so that neither they nor the schema refuse the object. Without a release the schema refuses it. */
export function filledFieldRules(): Rule[] {
  return [...rulesOf('deployment', [GROVE]), ...rulesOf('serving', [DYNAMO])];
}

const GROVE: RuleRow = {
  id: 'GRV-122',
  about: { kinds: ['grove.io/*'] },
  title: "What Grove's webhook fills with zero values is written",
  evidence: 'scheduling.md 2.2 and 4 G27 (recorded): the defaulting webhook decodes into Go types and encodes again',
  // What a pod needs is GRV-26's; that does not see null entries.
  check: (context) => filled(context, 'grove.io', judgeGroveAdmission, (path) => !path.includes('podSpec') || isEntry(path)),
};

const DYNAMO: RuleRow = {
  id: 'DGD-93',
  about: { kinds: ['nvidia.com/*'] },
  title: "What Dynamo's webhooks fill with zero values is written",
  evidence: 'dynamo.md 2.6 and 5 R93 (recorded): webhooks and conversion decode into Go types and encode again',
  check: (context) => filled(context, 'nvidia.com', judgeDynamoAdmission, () => true),
};

/** @param judge the webhook's own rules: where one of them refuses the zero value, it has said so */
function* filled(
  context: RuleContext, group: string, judge: (manifest: Manifest) => WebhookVerdict, isOurs: (path: JsonPath) => boolean,
): Generator<Found> {
  for (const object of context.manifests.objects) {
    const paths = object.group === group ? context._filled(object) : [];
    if (paths.length === 0) continue;
    const refused = new Set(judge(object.manifest as Manifest).problems.map(({ path }) => pathText(path)));
    for (const path of paths) {
      if (!isOurs(path) || refused.has(pathText(path))) continue;
      const [what, fix] = isEntry(path) ? ['the entry is null', 'remove the empty entry, or write it'] : [`${path[path.length - 1]} is not written`, `write ${path[path.length - 1]}`];
      yield { object, path, message: `${what}; the operator's webhook puts a zero value there, so that nothing refuses it`, fix };
    }
  }
}

function isEntry(path: JsonPath): boolean {
  return typeof path[path.length - 1] === 'number';
}
