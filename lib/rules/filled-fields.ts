import { Found, RuleRow, rulesOf } from './rule-row';
import type { Rule } from '../admission/rule';
import type { RuleContext } from '../admission/rule-context';
import type { JsonPath } from '../manifests/manifest';

/** Required fields that mutating webhooks fill, so that neither they nor the schema refuse the object. Without a release the schema refuses it. */
export function filledFieldRules(): Rule[] {
  return [...rulesOf('deployment', [GROVE]), ...rulesOf('serving', [DYNAMO])];
}

const GROVE: RuleRow = {
  id: 'GRV-122',
  title: "What Grove's webhook fills with zero values is written",
  evidence: 'scheduling.md 2.2 and 4 G27 (recorded): the defaulting webhook decodes into Go types and encodes again',
  // What a pod needs is GRV-26's; that does not see null entries.
  check: (context) => filled(context, 'grove.io', (path) => !path.includes('podSpec') || isEntry(path)),
};

const DYNAMO: RuleRow = {
  id: 'DGD-93',
  title: "What Dynamo's webhooks fill with zero values is written",
  evidence: 'dynamo.md 2.6 and 5 R93 (recorded): webhooks and conversion decode into Go types and encode again',
  check: (context) => filled(context, 'nvidia.com', () => true),
};

function* filled(context: RuleContext, group: string, isOurs: (path: JsonPath) => boolean): Generator<Found> {
  for (const object of context.manifests.objects) {
    if (object.group !== group) continue;
    for (const path of context._filled(object)) {
      if (!isOurs(path)) continue;
      const [what, fix] = isEntry(path) ? ['the entry is null', 'remove the empty entry, or write it'] : [`${path[path.length - 1]} is not written`, `write ${path[path.length - 1]}`];
      yield { object, path, message: `${what}; the operator's webhook puts a zero value there, so that nothing refuses it`, fix };
    }
  }
}

function isEntry(path: JsonPath): boolean {
  return typeof path[path.length - 1] === 'number';
}
