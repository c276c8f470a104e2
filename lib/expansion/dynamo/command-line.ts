import type { ContainerDraft } from './pod-draft';

/** A command whose first word is a Python interpreter: its arguments are a list of flags. Source: dynamo.md 3.5. */
const PYTHON = /^(.*\/)?python\d*(\.\d+)*$/;

/** Characters for which the operator quotes a word. Source: dynamo.md 8.6, recorded. */
const QUOTED = /[ \t\n'"\\{}[\]$`!]/;

/** A module of a backend behind an interpreter, up to the first `|`, `&` or `;`. */
const BACKEND_MODULES: { readonly [backend: string]: RegExp } = {
  vllm: moduleOf('vllm'),
  sglang: moduleOf('sglang'),
  trtllm: moduleOf('trtllm'),
};

/** Backends that a command line names, in the order of the table. Source: dynamo.md 2.2. */
export function detectedBackends(container: Pick<ContainerDraft, 'command' | 'args'> | undefined): string[] {
  const line = [...container?.command ?? [], ...container?.args ?? []].join(' ');
  return Object.keys(BACKEND_MODULES).filter((backend) => BACKEND_MODULES[backend].test(line));
}

/** Whether the container starts Python itself, so that flags can follow its arguments. */
export function startsPython(container: ContainerDraft): boolean {
  return container.command !== undefined && PYTHON.test(container.command[0]);
}

/** A word for a shell, in double quotes where it needs any. */
export function quoted(word: string): string {
  if (!QUOTED.test(word)) return word;
  return `"${word.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\$/g, '\\$').replace(/`/g, '\\`').replace(/'/g, '\'"\'"\'')}"`;
}

/** Words for a shell. */
export function quotedLine(line: readonly string[] | undefined): string {
  return (line ?? []).map(quoted).join(' ');
}

/** Makes a container run a script. */
export function runScript(container: ContainerDraft, shell: string, script: string): void {
  container.command = [shell, '-c'];
  container.args = [script];
}

/**
 * Adds flags to a command line: behind a list of flags, where a user's own come first and lose; in a script behind the last word with the
 * backend's name, where a user's own win. Nothing where neither is found. Source: dynamo.md 3.5, 8.6.
 *
 * @param needsShell the flags hold arithmetic, which only a shell computes
 */
export function addFlags(container: ContainerDraft, flags: string, needsShell: boolean, backend: string): void {
  if (startsPython(container)) {
    if (needsShell) runScript(container, 'sh', ['exec', quotedLine(container.command), ...container.args ? [quotedLine(container.args)] : [], flags].join(' '));
    else container.args = [...container.args ?? [], ...words(flags)];
    return;
  }
  const place = new RegExp(`(python[0-9.]*\\s+[^|&;]*${backend}[^|&;]*?)(\\s|$|[|&;])`, 'g');
  const args = container.args ?? [];
  for (let i = 0; i < args.length; i++) {
    const changed = args[i].replace(place, (_, command: string, end: string) => `${command} ${flags}${end}`);
    if (changed !== args[i]) {
      container.args = args.map((arg, j) => (j === i ? changed : arg));
      return;
    }
  }
}

/** Arguments split at white space, as the operator reads flags. */
export function expandedArgs(container: ContainerDraft): string[] {
  return (container.args ?? []).flatMap(words);
}

/** The number behind a flag; 1 where there is none. Only the long form with a space and a plain number is read. */
export function flagNumber(args: readonly string[], flag: string): number {
  for (let i = 0; i + 1 < args.length; i++) {
    if (args[i] === flag && /^[+-]?\d+$/.test(args[i + 1])) return Number(args[i + 1]);
  }
  return 1;
}

/** Whether words hold a flag with a value, in two words, in one, or with `=`. */
export function hasFlagValue(args: readonly string[], flag: string, value: string): boolean {
  return args.some((arg, i) => arg.includes(`${flag} ${value}`) || arg.includes(`${flag}=${value}`) || (arg === flag && args[i + 1] === value));
}

/** Words of a text. */
export function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function moduleOf(backend: string): RegExp {
  return new RegExp(`python[0-9.]*\\s+[^|&;]*-m\\s+[^|&;]*dynamo\\.${backend}[^|&;]*`);
}
