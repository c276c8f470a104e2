import { NameLock } from '../../../tools/import/name-lock';
import { Place, Struct } from '../../../tools/import/types';

function place(className: string, ...path: string[]): Place {
  return { className, kind: className, version: 'v1', preferred: true, path };
}

function struct(...places: Place[]): Struct {
  return { properties: [], open: false, places };
}

function namesOf(lock: NameLock, ...types: Struct[]): (string | undefined)[] {
  const names = lock.assign('some', types, new Set(['Queue', 'QueueProps']));
  return types.map((type) => names.get(type));
}

describe('names of shapes', () => {
  const deep = place('Queue', 'spec', 'limits', '{}', 'gpu');
  const shallow = place('Topology', 'spec');

  test('are the shortest path, then the alphabet, whatever the order of import', () => {
    expect(namesOf(new NameLock(undefined), struct(deep, shallow))).toEqual(['TopologySpec']);
    expect(namesOf(new NameLock(undefined), struct(shallow, deep))).toEqual(['TopologySpec']);
    expect(namesOf(new NameLock(undefined), struct(place('B', 'spec'), place('A', 'spec')))).toEqual(['ASpec']);
  });

  test('stay when another CRD brings an equal shape with a shorter path', () => {
    const before = new NameLock(undefined);
    expect(namesOf(before, struct(deep))).toEqual(['QueueSpecLimitsGpu']);
    const after = new NameLock(before.render());
    expect(namesOf(after, struct(shallow, deep))).toEqual(['QueueSpecLimitsGpu']);
    expect(after.render()).toBe(before.render());
  });

  test('stay with the locked place when a shape falls apart', () => {
    const before = new NameLock(undefined);
    namesOf(before, struct(deep, shallow));
    expect(namesOf(new NameLock(before.render()), struct(deep), struct(shallow))).toEqual(['QueueSpecLimitsGpu', 'TopologySpec']);
  });

  test('are free again when their place is gone', () => {
    const before = new NameLock(undefined);
    namesOf(before, struct(deep));
    const after = new NameLock(before.render());
    expect(namesOf(after, struct(shallow))).toEqual(['TopologySpec']);
    expect(after.render()).not.toContain('QueueSpecLimitsGpu');
  });

  test('do not begin with I and a capital, which jsii takes for a behavioural interface', () => {
    expect(namesOf(new NameLock(undefined), struct(place('IPoIbNetwork', 'spec')))).toEqual(['IpoIbNetworkSpec']);
  });
});
