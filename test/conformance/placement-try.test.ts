import * as fs from 'fs';
import * as path from 'path';
import { ledgerOf } from '../../lib/expansion/ledger/ledger-of';
import { readClusterFile, clusterFileText } from '../../lib/facts/cluster-file';
import { clusterOfNodes } from '../../lib/manifests/cluster-of-nodes';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { nodeObject } from '../support/nodes';
import { SHARED } from '../support/shared';

test('try', () => {
  const folder = path.join(SHARED, 'truth', 'placement');
  const lines: string[] = [];
  let bad = 0;
  for (const name of fs.readdirSync(folder)) {
    const { scenario, gangs } = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
    const { facts } = clusterOfNodes({ kind: 'List', items: scenario.nodes.map(nodeObject) }, name);
    const start = Date.now();
    const ledger = ledgerOf(ManifestSet.of([...scenario.cluster, ...scenario.queues, ...scenario.manifests]), readClusterFile(clusterFileText(facts), 'c'));
    const ours = ledger.workloads.flatMap((w) => w.gangs);
    lines.push(`== ${scenario.name} (${Date.now() - start} ms): ${scenario.why}`);
    for (const g of gangs) {
      const our = ours.find((o) => o.name === g.gang);
      const agree = our && our.pods === g.of && (g.placed > 0) === (our.verdict === 'runs');
      if (!agree) bad++;
      lines.push(`   ${agree ? 'ok ' : 'BAD'} ${g.gang} ${g.placed}/${g.of} ${our?.verdict} min ${our?.minimum} gpus ${our?.gpus}: ${our?.reason}`);
    }
  }
  fs.writeFileSync('/tmp/try.txt', lines.join('\n'));
  expect(bad).toBe(0);
});
