import { lazify } from '../../tools/lazify';

const COMPILED = [
  'exports.serving = exports.VERSION = exports.crds = void 0;',
  'exports.VERSION = "1";',
  'exports.crds = __importStar(require("./crds"));',
  'exports.serving = __importStar(require("./serving"));',
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
});
