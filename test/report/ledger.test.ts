import type { Ledger, LedgerGang } from '../../lib/expansion/ledger/ledger';
import { ledgerText } from '../../lib/report/ledger';

const gang = (name: string, more: Partial<LedgerGang> = {}): LedgerGang => ({ name, pods: 2, minimum: 2, gpus: 8, verdict: 'runs', reason: 'somewhere', ...more });
const ONE = { pods: 1, minimum: 1, gpus: 1 };
const amount = { quota: -1, limit: -1, used: 0 };

const LEDGER: Ledger = {
  totals: { gpus: 33, nodes: 9, pods: 8, gangs: 5 },
  pools: [{ name: 'rack', nodes: 18, nodesUsed: 9, gpus: 72, gpusUsed: 32 }],
  queues: [
    { name: 'org', gpu: { quota: 0, limit: 64, used: 32 }, cpu: amount, memory: amount },
    { name: 'team', parent: 'org', gpu: amount, cpu: amount, memory: amount },
  ],
  domains: [{ name: 'rack-0', pool: 'rack', nodes: 18, nodesUsed: 9, gpus: 72, gpusUsed: 32 }],
  workloads: [
    {
      kind: 'PodCliqueSet',
      name: 'a',
      namespace: 'inference',
      gangs: [gang('a-0', { pods: 3 }), gang('a-0-decode-0', { verdict: 'waits', reason: 'no room' })],
    },
    { kind: 'Deployment', name: 'web', gangs: [gang('web-0', ONE), gang('web-1', ONE), gang('web-2', { ...ONE, verdict: 'never', reason: 'no node' }), gang('api-0', ONE), gang('job-0', ONE)] },
  ],
};

test('Gangs by workload, alike ones in one row, then pools, domains, queues, and the sums', () => {
  expect(ledgerText(LEDGER)).toBe([
    'PodCliqueSet inference/a',
    '  a-0           3 pods (minimum 2)  8 GPUs  runs   somewhere',
    '  a-0-decode-0  2 pods              8 GPUs  waits  no room',
    '',
    'Deployment web',
    '  web-0 … web-1  1 pod each  1 GPU each  runs   somewhere',
    '  web-2          1 pod       1 GPU       never  no node',
    '  api-0          1 pod       1 GPU       runs   somewhere',
    '  job-0          1 pod       1 GPU       runs   somewhere',
    '',
    'POOL  NODES USED  GPUS USED',
    'rack  9 of 18     32 of 72',
    '',
    'NVLINK DOMAIN  NODES USED  GPUS USED',
    'rack-0         9 of 18     32 of 72',
    '',
    'QUEUE  PARENT  GPUS USED  LIMIT  QUOTA',
    'org    -       32         64     0',
    'team   org     0          none   all',
    '',
    '5 gangs, 8 pods, 33 GPUs on 9 nodes: 5 run, 1 waits, 1 never runs',
    '',
  ].join('\n'));
});
