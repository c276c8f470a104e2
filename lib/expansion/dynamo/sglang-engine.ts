import { addFlags } from './command-line';
import { Engine, withoutProbes } from './engine';
import { PORTS } from '../../facts/ports';

/** SGLang: the engine joins its nodes itself. Source: dynamo.md 3.5, 8.6. */
export const SGLANG_ENGINE: Engine = {
  changeContainer(container, { role, group }) {
    if (!group) return;
    if (role === 'worker') withoutProbes(container);
    const leader = role === 'leader';
    const rank = leader ? '0' : group.rank;
    const flags = `--dist-init-addr ${group.leader}:${PORTS.multinodeMaster.port} --nnodes ${group.nodes} --node-rank ${rank}`;
    addFlags(container, flags, !leader && group.rankNeedsShell, 'sglang');
  },
  changePod() {
    // nothing beside the container
  },
};
