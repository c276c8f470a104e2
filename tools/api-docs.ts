/** Writes API.md: the submodules named on the command line and the root, without the generated bindings. */
import * as fs from 'fs';
import * as path from 'path';
import { Documentation, Language } from 'jsii-docgen';

async function main(submodules: string[]): Promise<void> {
  const root = path.join(__dirname, '..');
  const docs = await Documentation.forProject(root);
  const parts: string[] = [];
  try {
    const known = new Set((await docs.listSubmodules()).map((submodule) => submodule.name));
    parts.push((await docs.toMarkdown({ language: Language.TYPESCRIPT, readme: false })).render());
    for (const submodule of submodules) {
      if (!known.has(submodule)) throw new Error(`API.md: the library has no submodule '${submodule}' (it has ${[...known].sort().join(', ')})`);
      parts.push((await docs.toMarkdown({ language: Language.TYPESCRIPT, submodule, readme: false })).render());
    }
  } finally {
    await docs.cleanup();
  }
  fs.writeFileSync(path.join(root, 'API.md'), parts.join('\n'));
}

void main(process.argv.slice(2));
