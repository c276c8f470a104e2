import { lazify } from '../../tools/lazify';

const COMPILED = [
  'exports.serving = exports.VERSION = exports.crds = void 0;',
  'exports.VERSION = "1";',
  'exports.crds = __importStar(require("./crds"));',
  'exports.serving = __importStar(require("./serving"));',
].join('\n');

const NAMES = [
  'exports.Cluster = exports.NodePool = exports.Release = void 0;',
  'var cluster_1 = require("./cluster");',
  'Object.defineProperty(exports, "Cluster", { enumerable: true, get: function () { return cluster_1.Cluster; } });',
  'Object.defineProperty(exports, "NodePool", { enumerable: true, get: function () { return cluster_1.NodePool; } });',
  'var facts_1 = require("./facts");',
  'exports.Release = facts_1.Release;',
].join('\n');

function load(source: string, loaded: string[]): any {
  const exports = {};
  new Function('exports', 'require', '__importStar', source)(exports, (name: string) => {
    loaded.push(name);
    return { from: name };
  }, (module: unknown) => module);
  return exports;
}

describe('lazify', () => {
  test('a namespace loads when it is first used, once, and the others do not', () => {
    const loaded: string[] = [];
    const library = load(lazify(COMPILED), loaded);
    expect(loaded).toEqual([]);
    expect(library.VERSION).toBe('1');
    expect(library.serving).toEqual({ from: './serving' });
    expect(library.serving).toBe(library.serving);
    expect(loaded).toEqual(['./serving']);
  });

  test('all names stay visible', () => {
    expect(Object.keys(load(lazify(COMPILED), [])).sort()).toEqual(['VERSION', 'crds', 'serving']);
  });

  test('a name loads its module when it is first used, unless the root itself computes with it', () => {
    const loaded: string[] = [];
    const library = load(lazify(NAMES), loaded);
    expect(loaded).toEqual(['./facts']);
    expect(Object.keys(library)).toEqual(expect.arrayContaining(['Cluster', 'NodePool', 'Release']));
    void library.NodePool;
    expect(loaded).toEqual(['./facts', './cluster']);
  });
});
