import * as fs from 'fs';
import * as path from 'path';
import { admit } from '../../lib/admission/admit';
import { Severity } from '../../lib/admission/severity';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { builtInRules } from '../../lib/rules';
import { describeWithShared, SHARED } from '../support/shared';

const FOLDER = path.join(SHARED, 'truth', 'placement');

/** Scenarios in which a queue keeps pods waiting, and the rule that says so. Those of nodes, racks and of several gangs are the ledger's. */
const BY_QUEUE: { readonly [scenario: string]: string } = {
  'limit-zero': 'KAI-107', 'parent-limit': 'KAI-17', 'queue-limit': 'KAI-17', 'queue-is-parent': 'KAI-13', 'unknown-queue': 'KAI-12',
};

describeWithShared('what the rules say of queues and what KAI did', () => {
  const names = fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER).map((file) => file.replace('.json', '')) : [];

  test.each(names)('%s', (name) => {
    const { scenario } = JSON.parse(fs.readFileSync(path.join(FOLDER, `${name}.json`), 'utf8'));
    const manifests = ManifestSet.of([...scenario.queues, ...scenario.topologies ?? [], ...scenario.manifests]);
    const errors = admit(manifests, { rules: builtInRules() }).findings.filter(({ severity }) => severity === Severity.ERROR);
    expect([...new Set(errors.map(({ rule }) => rule))]).toEqual(Object.hasOwn(BY_QUEUE, name) ? [BY_QUEUE[name]] : []);
  });
});
