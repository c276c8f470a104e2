import * as fs from 'fs';
import * as path from 'path';
import { gunzipSync } from 'zlib';
import { registryEntries } from '../../lib/facts/schemas/registry';

const ROOT = path.join(__dirname, '..', '..');

interface Assembly {
  readonly types: { readonly [fqn: string]: { readonly kind: string; readonly datatype?: boolean; readonly base?: string } };
}

function assembly(): Assembly {
  const file = path.join(ROOT, '.jsii');
  if (!fs.existsSync(file)) throw new Error('no .jsii: run `npx projen compile` first');
  const content = JSON.parse(fs.readFileSync(file, 'utf8'));
  return content.schema === 'jsii/file-redirect' ? JSON.parse(gunzipSync(fs.readFileSync(path.join(ROOT, content.filename))).toString()) : content;
}

describe('the jsii assembly', () => {
  const types = Object.entries(assembly().types).filter(([fqn]) => fqn.startsWith('cdk8s-inference.crds.'));

  test('has a class for every kind and served version of every component', () => {
    // Kinds that only a newer Kubernetes has are admitted, not bound: all of them are alpha or beta.
    const bound = registryEntries().filter(({ component, version }) => component !== 'kubernetes' || version === '1.34');
    const expected = new Set(bound.flatMap(({ component, gvks }) => gvks.map((gvk) => `${component} ${gvk}`)));
    const classes = types.filter(([, { kind, base }]) => kind === 'class' && base === 'cdk8s.ApiObject');
    expect(classes).toHaveLength(expected.size);
  });

  test('takes every struct for a datatype, also those that begin with I and a capital upstream', () => {
    const interfaces = types.filter(([, { kind }]) => kind === 'interface');
    expect(interfaces.length).toBeGreaterThan(900);
    expect(interfaces.filter(([, { datatype }]) => !datatype).map(([fqn]) => fqn)).toEqual([]);
  });
});
