import { Fabric, GpuSystem, NodePool } from '../../../lib/cluster';
import { placeCpuPods, placeEngine } from '../../../lib/workload/private/pool-choice';
import { Parallelism } from '../../../lib/workload';

const rack = NodePool.gb200Nvl72('rack', { racks: 1 });
const hgx = NodePool.hgxH100('hgx', { nodes: 2, fabric: Fabric.infiniband({ resourceName: 'rdma/ib' }) });
const general = NodePool.cpu('general', { nodes: 2 });
const tensor = (size: number) => Parallelism.of({ tensor: size });

describe('the pool of an engine', () => {
  test('the only GPU pool is taken; nodes and GPUs per pod follow from it', () => {
    expect(placeEngine([general, rack], tensor(32), 1)).toEqual({ pool: rack, nodes: 8, gpusPerPod: 4, findings: [] });
    expect(placeEngine([hgx], tensor(16), 1)).toEqual({ pool: hgx, nodes: 2, gpusPerPod: 8, findings: [] });
    expect(placeEngine([hgx], tensor(2), 1)).toEqual({ pool: hgx, nodes: 1, gpusPerPod: 2, findings: [] });
  });

  test('GPUs that are not whole nodes are DGD-22, with what can run', () => {
    expect(placeEngine([rack], tensor(5), 1).findings).toEqual([{
      rule: 'DGD-22',
      value: 'tensor 5 = 5 GPUs',
      reason: 'not whole nodes of gb200-nvl72 (4 GPUs each)',
      fix: 'what can run: tensor x pipeline x data = 4 (1 node) or 8 (2 nodes)',
    }]);
    expect(placeEngine([rack], tensor(3), 1).findings).toEqual([]);
  });

  test('an engine on more nodes than share NVLink is CD-10', () => {
    const racks = NodePool.gb200Nvl72('racks', { racks: 2 });
    expect(placeEngine([racks], tensor(76), 1).findings).toMatchObject([{ rule: 'CD-10', reason: "an NVLink domain of pool 'racks' has 18 nodes" }]);
    expect(placeEngine([racks], tensor(72), 2).findings).toEqual([]);
  });

  test('more nodes than the pool has are POOL-02; small engines share nodes', () => {
    expect(placeEngine([hgx], tensor(8), 3).findings).toMatchObject([{ rule: 'POOL-02', value: '3 x 8 GPUs on 1 node each', reason: "pool 'hgx' of 2 nodes has room for 2" }]);
    expect(placeEngine([hgx], tensor(4), 4).findings).toEqual([]);
    expect(placeEngine([hgx], tensor(4), 5).findings).toMatchObject([{ rule: 'POOL-02' }]);
  });

  test('an engine over several nodes stays within one rack: what racks leave over does not add up', () => {
    const racks = NodePool.gb200Nvl72('racks', { racks: 2 });
    expect(placeEngine([racks], tensor(40), 2).findings).toEqual([]);
    expect(placeEngine([racks], tensor(40), 3).findings).toEqual([{
      rule: 'POOL-02',
      value: '3 x 40 GPUs on 10 nodes each',
      reason: "pool 'racks' of 36 nodes in 2 NVLink domains has room for 2",
      fix: 'use fewer replicas or smaller engines, or add nodes to the pool',
    }]);
  });

  test('a pool that is part of a domain, or has part of one more, counts every node', () => {
    const system = GpuSystem.generic({ name: 'x', gpusPerNode: 4, nodesPerNvlinkDomain: 18 });
    expect(placeEngine([NodePool.generic('half', { nodes: 9, system })], tensor(8), 4).findings).toEqual([]);
    expect(placeEngine([NodePool.generic('half', { nodes: 9, system })], tensor(8), 5).findings)
      .toMatchObject([{ rule: 'POOL-02', reason: "pool 'half' of 9 nodes has room for 4" }]);
    expect(placeEngine([NodePool.generic('more', { nodes: 27, system })], tensor(36), 3).findings).toEqual([]);
  });

  test('of two GPU pools the only one that fits is taken', () => {
    expect(placeEngine([rack, hgx], tensor(72), 1).pool).toBe(rack);
    expect(placeEngine([rack, hgx], tensor(72), 1).findings).toEqual([]);
  });

  test('two that fit are POOL-01, with both names; naming one settles it', () => {
    expect(placeEngine([rack, hgx], tensor(8), 1).findings).toEqual([{
      rule: 'POOL-01', value: '8 GPUs', reason: 'several pools fit: rack, hgx', fix: "name one: give the role pool, for example the NodePool 'rack'",
    }]);
    expect(placeEngine([rack, hgx], tensor(8), 1, hgx)).toMatchObject({ pool: hgx, nodes: 1, findings: [] });
  });

  test('none that fits is POOL-02, with the reason of each', () => {
    expect(placeEngine([rack, hgx], tensor(9), 1).findings).toMatchObject([{
      rule: 'POOL-02',
      reason: 'no pool fits (rack: not whole nodes of gb200-nvl72 (4 GPUs each); hgx: not whole nodes of hgx-h100 (8 GPUs each))',
    }]);
  });

  test('a pool of another cluster, or without GPUs, is refused', () => {
    expect(placeEngine([rack], tensor(4), 1, hgx).findings).toMatchObject([{ rule: 'POOL-02', value: "pool 'hgx'", fix: 'use one of its pools: rack' }]);
    expect(placeEngine([rack, general], tensor(4), 1, general).findings).toMatchObject([{ rule: 'POOL-02', reason: 'its nodes have no GPUs' }]);
    expect(placeEngine([general], tensor(4), 1).findings).toMatchObject([{ rule: 'POOL-02', reason: 'the cluster has no pool with GPUs' }]);
  });
});

describe('the pool of pods without GPUs', () => {
  test('is the only CPU pool, else the only pool', () => {
    expect(placeCpuPods([rack, general])).toMatchObject({ pool: general, gpusPerPod: 0, findings: [] });
    expect(placeCpuPods([rack])).toMatchObject({ pool: rack, gpusPerPod: 0, findings: [] });
  });

  test('several are POOL-01', () => {
    const other = NodePool.cpu('other', { nodes: 1 });
    expect(placeCpuPods([general, other]).findings).toMatchObject([{ rule: 'POOL-01', reason: 'several pools fit: general, other' }]);
    expect(placeCpuPods([general, other], other)).toMatchObject({ pool: other, findings: [] });
    expect(placeCpuPods([rack, hgx]).findings).toMatchObject([{ rule: 'POOL-01', reason: 'several pools fit: rack, hgx' }]);
  });
});
