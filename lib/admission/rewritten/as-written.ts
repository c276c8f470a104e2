import type { Filled, Rewritten } from './rewritten';
import { JsonPath, pathText } from '../../manifests/manifest';
import type { Problem } from '../problem';

/** What is said of a rewritten object. */
export interface Said {
  readonly problems: readonly Problem[];
  /** Required fields and entries that were filled, and then accepted. */
  readonly filled: readonly JsonPath[];
}

/**
 * What the schema refuses in a rewritten object, in terms of what the author wrote: the zero value of a field that is missing is refused because the
 * field is missing.
 */
export function asWritten(found: readonly Problem[], { filled, named, problems }: Rewritten): Said {
  if (filled.length === 0 && named === undefined) return { problems: [...found, ...problems], filled: [] };
  const refused = new Set<Filled>();
  const said = found.flatMap((problem) => {
    const of = filled.find(({ path }) => isWithin(problem.path, path));
    if (of === undefined) return [named && isWithin(problem.path, named) ? ofName(problem, named) : problem];
    if (of.what !== 'entry') {
      refused.add(of);
      return [missing(problem)];
    }
    if (refused.has(of)) return [];
    refused.add(of);
    return [{ ...problem, rule: 'SCHEMA-TYPE', path: of.path, message: 'null where an entry must stand', fix: 'remove the empty entry, or write it' }];
  });
  return {
    problems: [...said, ...problems],
    filled: filled.filter((each) => each.what !== 'written' && !refused.has(each)).map(({ path }) => path),
  };
}

function missing({ path }: Problem): Problem {
  const key = path[path.length - 1];
  return { rule: 'SCHEMA-REQUIRED', path, message: `${key} is required`, fix: `write ${key}` };
}

function ofName(problem: Problem, named: JsonPath): Problem {
  return { ...problem, message: `${problem.message}; ${pathText(named)} is not written, and takes over metadata.name`, fix: `write ${pathText(named)}, or another metadata.name` };
}

function isWithin(path: JsonPath, owner: JsonPath): boolean {
  return path.length >= owner.length && owner.every((step, i) => step === path[i]);
}
