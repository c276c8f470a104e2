import { ApiObject, App, Chart, IResolver, JsonPatch, Lazy, ResolutionContext } from 'cdk8s';
import { renderer } from '../../../lib/app/private/render-plain';

/** Calls `toJson` of cdk8s itself, and says how often. */
function counted(object: ApiObject): () => number {
  const spy = jest.spyOn(ApiObject.prototype, 'toJson');
  return () => spy.mock.contexts.filter((context) => context === object).length;
}

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env.CDK8S_DISABLE_SORT;
});

const chartOf = (app: App) => new Chart(app, 'chart', { namespace: 'ns', labels: { team: 'a' } });
const configMap = (chart: Chart, id: string, more: object = {}) => new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, ...more } as any);

/** What is rendered of an object beside a plain one, which tells that cdk8s renders as expected. */
function rendered(make: (chart: Chart) => ApiObject, app = new App()): { text: string; wanted: string; asked: number } {
  const chart = chartOf(app);
  const first = configMap(chart, 'first');
  const object = make(chart);
  const wanted = JSON.stringify(object.toJson());
  const times = counted(object);
  const render = renderer(app);
  render(first);
  return { text: JSON.stringify(render(object)), wanted, asked: times() };
}

describe('objects of plain data', () => {
  const cases: { [what: string]: object } = {
    'keys in any order': { spec: { b: 1, a: { d: [1, { z: 1, y: 2 }], c: 'x' }, 10: 'ten', 9: 'nine' }, data: { A: 'x', a: 'y', _: 'z' } },
    'nulls and what is undefined': { spec: { a: null, b: undefined, c: [null, undefined, 1], d: {}, e: [] } },
    'metadata of all sorts': { metadata: { name: 'own', annotations: {}, labels: { x: 'y' }, finalizers: [], ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'b' }], other: { b: 1, a: null } } },
    'many keys': { data: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`key-${(i * 7) % 40}`, String(i)])) },
    'one object twice': (() => { const same = { b: 1, a: 2 }; return { spec: { one: same, other: same } }; })(),
  };
  test.each(Object.entries(cases))('%s: the same text as toJson(), which is not asked', (_, more) => {
    const { text, wanted, asked } = rendered((chart) => configMap(chart, 'other', more));
    expect(text).toBe(wanted);
    expect(asked).toBe(0);
  });

  test('the manifest is a copy: what it holds twice stands twice, and the props are not changed by whoever changes it', () => {
    const data = { a: { b: '1' } };
    const app = new App();
    const chart = chartOf(app);
    const object = configMap(chart, 'a', { data });
    const render = renderer(app);
    render(configMap(chart, 'first'));
    (render(object) as { data: typeof data }).data.a.b = 'changed';
    expect(data.a.b).toBe('1');
  });
});

describe('cdk8s renders what only it can', () => {
  class Union { constructor(public readonly value: string) {} }
  class Own extends ApiObject {
    public override toJson(): unknown { return { apiVersion: 'v1', kind: 'Own' }; }
  }

  const cases: { [what: string]: (chart: Chart) => ApiObject } = {
    'a lazy value': (chart) => configMap(chart, 'other', { data: { a: Lazy.any({ produce: () => 'later' }) } }),
    'a token': (chart) => configMap(chart, 'other', { data: { a: { resolve: () => 'token' } } }),
    'a union': (chart) => configMap(chart, 'other', { data: { a: new Union('1') } }),
    'a patch': (chart) => {
      const object = configMap(chart, 'other', { data: { a: '1' } });
      object.addJsonPatch(JsonPatch.replace('/data/a', '2'));
      return object;
    },
  };
  test.each(Object.entries(cases))('%s', (_, make) => {
    const { text, wanted, asked } = rendered(make);
    expect(text).toBe(wanted);
    expect(asked).toBe(1);
  });

  test('a class of the user', () => {
    expect(rendered((chart) => new Own(chart, 'other', { apiVersion: 'v1', kind: 'ConfigMap' })).text).toBe('{"apiVersion":"v1","kind":"Own"}');
  });

  test.each([
    ['a date', { at: new Date(0) }, 'Date'],
    ['a key that says what the object is', { constructor: 'x' }, 'undefined'],
  ])('%s is refused as cdk8s refuses it', (_, data, type) => {
    const app = new App();
    const object = configMap(chartOf(app), 'other', { data });
    expect(() => renderer(app)(object)).toThrow(`can't render non-simple object of type '${type}'`);
  });

  test('an app with resolvers of its own', () => {
    const shout: IResolver = { resolve: (context: ResolutionContext) => { if (context.value === 'a') context.replaceValue('A'); } };
    const { text, wanted } = rendered((chart) => configMap(chart, 'other', { data: { x: 'a' } }), new App({ resolvers: [shout] }));
    expect(text).toBe(wanted);
    expect(text).toContain('"x":"A"');
  });

  test('keys that stay in the order of the program', () => {
    process.env.CDK8S_DISABLE_SORT = '1';
    const { text, wanted } = rendered((chart) => configMap(chart, 'other', { data: { b: '1', a: '2' } }));
    expect(text).toBe(wanted);
    expect(text).toContain('"b":"1","a":"2"');
  });

  test('everything, where it renders the first object in another way', () => {
    const app = new App();
    const chart = chartOf(app);
    const objects = [configMap(chart, 'a'), configMap(chart, 'b')];
    jest.spyOn(ApiObject.prototype, 'toJson').mockImplementation(() => ({ apiVersion: 'v1', kind: 'Other' }));
    const render = renderer(app);
    expect(objects.map(render)).toEqual([{ apiVersion: 'v1', kind: 'Other' }, { apiVersion: 'v1', kind: 'Other' }]);
  });
});
