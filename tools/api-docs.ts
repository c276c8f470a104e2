/** Writes API.md: the root and the submodules named on the command line, without the generated bindings. */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { AssemblyMetadataSchema, Documentation, JsiiEntity, Language } from 'jsii-docgen';

interface Manifest {
  readonly name: string;
  readonly peerDependencies: Record<string, string>;
}

/**
 * A folder with the assemblies of the library and of its peers, and no others: jsii-docgen searches all of node_modules and would take,
 * for instance, the newer `constructs` that lies below the cdk8s CLI.
 */
function assemblies(root: string, { name, peerDependencies }: Manifest): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'api-docs-'));
  const copy = (module: string, from: string) => {
    fs.mkdirSync(path.join(folder, module));
    for (const file of ['package.json', '.jsii', '.jsii.gz']) {
      if (fs.existsSync(path.join(from, file))) fs.copyFileSync(path.join(from, file), path.join(folder, module, file));
    }
  };
  copy(name, root);
  for (const peer of Object.keys(peerDependencies)) copy(peer, path.join(root, 'node_modules', peer));
  return folder;
}

/** Types of every submodule are links; those of another one show where they live. */
function linkFormatter({ packageName, submodule, id, displayName, fqn }: JsiiEntity, page: AssemblyMetadataSchema): string {
  if (packageName !== page.packageName) return fqn;
  return `<a href="#${id}">${submodule === page.submodule ? displayName : fqn.slice(packageName.length + 1)}</a>`;
}

/** Links to types that are not documented here, such as those of the bindings, become plain text. */
export function unlinkMissing(markdown: string): string {
  const anchors = new Set([...markdown.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
  return markdown.replace(/<a href="#([^"]*)">(.*?)<\/a>/g, (link, anchor: string, text: string) => (anchors.has(anchor) ? link : text));
}

/** API.md of a compiled library. */
export async function apiDocs(root: string, submodules: string[]): Promise<string> {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
  const folder = assemblies(root, manifest);
  const docs = await Documentation.forAssembly(manifest.name, folder);
  try {
    const known = new Set((await docs.listSubmodules()).map((submodule) => submodule.fqn));
    const part = async (title: string, submodule?: string) => {
      const header = { title, id: title };
      return (await docs.toMarkdown({ language: Language.TYPESCRIPT, submodule, readme: false, header, linkFormatter })).render();
    };
    const parts = [await part('API Reference')];
    for (const submodule of submodules) {
      const fqn = `${manifest.name}.${submodule}`;
      if (!known.has(fqn)) throw new Error(`API.md: the library has no submodule '${submodule}' (it has ${[...known].sort().join(', ')})`);
      parts.push(await part(submodule, fqn));
    }
    return unlinkMissing(parts.join('\n'));
  } finally {
    await docs.cleanup();
    fs.rmSync(folder, { recursive: true });
  }
}

if (require.main === module) {
  const root = path.join(__dirname, '..');
  void apiDocs(root, process.argv.slice(2)).then((markdown) => fs.writeFileSync(path.join(root, 'API.md'), markdown));
}
