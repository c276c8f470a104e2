import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { OutputFolder } from '../../../lib/app/private/output-folder';
import { filesIn } from '../../examples/program';

let root: string;
let dist: string;
const write = (files: Record<string, string>) => new OutputFolder(dist).write(new Map(Object.entries(files)));
const index = () => path.join(root, '.cdk8s-inference', 'dist.json');

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'folder-'));
  dist = path.join(root, 'dist');
});
afterEach(() => fs.rmSync(root, { recursive: true }));

describe('OutputFolder', () => {
  test('removes what it wrote and no longer has, with the folders that become empty, and nothing else', () => {
    write({ 'a/b/one.yaml': '1', 'a/two.yaml': '2', 'three.yaml': '3' });
    fs.writeFileSync(path.join(dist, 'a', 'foreign.yaml'), 'mine');
    expect(JSON.parse(fs.readFileSync(index(), 'utf8')).files).toEqual(['a/b/one.yaml', 'a/two.yaml', 'three.yaml']);

    write({ 'three.yaml': '3' });
    expect(filesIn(dist)).toEqual({ 'a/foreign.yaml': 'mine', 'three.yaml': '3' });
    expect(fs.existsSync(path.join(dist, 'a', 'b'))).toBe(false);
    expect(JSON.parse(fs.readFileSync(index(), 'utf8')).files).toEqual(['three.yaml']);

    write({});
    expect(filesIn(dist)).toEqual({ 'a/foreign.yaml': 'mine' });
    expect(JSON.parse(fs.readFileSync(index(), 'utf8')).files).toEqual([]);
  });

  test('leaves files alone that did not change', () => {
    write({ 'same.yaml': '1', 'new.yaml': '1' });
    const old = new Date(1e12);
    for (const file of [path.join(dist, 'same.yaml'), path.join(dist, 'new.yaml'), index()]) fs.utimesSync(file, old, old);
    write({ 'same.yaml': '1', 'new.yaml': '2' });
    expect(fs.statSync(path.join(dist, 'same.yaml')).mtime).toEqual(old);
    expect(fs.statSync(index()).mtime).toEqual(old);
    expect(fs.readFileSync(path.join(dist, 'new.yaml'), 'utf8')).toBe('2');
  });

  test('writes again what somebody deleted, over what somebody else put there, and forgets files that are gone', () => {
    write({ 'a.yaml': '1', 'b.yaml': '1' });
    fs.rmSync(dist, { recursive: true }); // as `cdk8s synth` does
    write({ 'a.yaml': '1' });
    expect(filesIn(dist)).toEqual({ 'a.yaml': '1' });
    fs.writeFileSync(path.join(dist, 'c.yaml'), 'old');
    write({ 'a.yaml': '1', 'c.yaml': '1' });
    expect(filesIn(dist)).toEqual({ 'a.yaml': '1', 'c.yaml': '1' });
  });

  test('never reaches out of the folder, whatever the index says', () => {
    fs.mkdirSync(path.dirname(index()));
    fs.writeFileSync(path.join(root, 'precious'), 'mine');
    fs.writeFileSync(index(), JSON.stringify({ files: ['../precious', 'a/../../precious', path.join(root, 'precious'), '..\\precious', '', '.', 5] }));
    write({ 'a.yaml': '1' });
    expect(fs.readFileSync(path.join(root, 'precious'), 'utf8')).toBe('mine');
    expect(filesIn(dist)).toEqual({ 'a.yaml': '1' });
  });

  test('says what to do about a broken index, before anything is written', () => {
    fs.mkdirSync(path.dirname(index()));
    for (const broken of ['{', '[]', 'null', '{"files":5}']) {
      fs.writeFileSync(index(), broken);
      expect(() => write({ 'a.yaml': '1' })).toThrow('the index of written files - it is no JSON of ours. Fix: restore it, or delete it');
    }
    expect(fs.existsSync(dist)).toBe(false);
  });

  test('a folder that nobody may write to is named, with what to do', () => {
    fs.mkdirSync(dist);
    fs.writeFileSync(path.join(dist, 'gb200'), 'a file');
    expect(() => write({ 'gb200/a.yaml': '1' })).toThrow(/dist\/gb200\/a\.yaml: cannot be written - E[A-Z]+: .*\. Fix: move away what is there$/);
    const readOnly = jest.spyOn(jest.requireActual<typeof fs>('fs'), 'writeFileSync').mockImplementation((file) => {
      if (String(file) !== index()) throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' });
    });
    expect(() => write({ 'b.yaml': '1' }))
      .toThrow(/dist\/b\.yaml: cannot be written - EROFS: read-only file system\. Fix: let the program write there, or give another outdir$/);
    readOnly.mockRestore();
  });

  test('where no index can be written, the manifests are, and stderr says what follows', () => {
    fs.writeFileSync(path.join(root, '.cdk8s-inference'), 'a file');
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    write({ 'a.yaml': '1' });
    expect(filesIn(dist)).toEqual({ 'a.yaml': '1' });
    const said = /dist\.json: cannot be written - E.*\. Files of objects that you remove will stay in .*dist\n$/;
    expect(stderr.mock.calls).toEqual([[expect.stringMatching(said)]]);
    stderr.mockRestore();
  });

  test('a folder right below the temporary one has no index', () => {
    new OutputFolder(root).write(new Map([['a.yaml', '1']]));
    expect(fs.existsSync(path.join(os.tmpdir(), '.cdk8s-inference', `${path.basename(root)}.json`))).toBe(false);
    expect(filesIn(root)).toEqual({ 'a.yaml': '1' });
  });
});
