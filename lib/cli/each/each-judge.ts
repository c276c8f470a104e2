import type { Piece } from './piece';
import { admit, AdmitOptions } from '../../admission/admit';
import type { InputFile } from '../../manifests/input-files';
import type { ManifestObject } from '../../manifests/manifest-object';
import { ManifestSet } from '../../manifests/manifest-set';
import { ReadDocument, readInput } from '../../manifests/read';
import { JsonFinding, jsonFinding, JsonObject, jsonObject } from '../../report/json';
import { admitOptions } from '../admit-options';
import { CLEAN, COULD_NOT_RUN, exitCodeOf } from '../exit-codes';
import { problemLine } from '../inputs';
import type { ValidateOptions } from '../options';

/** Characters of output beyond which a piece ends. */
const PIECE = 65_536;

/** Judges documents each by itself. */
export class EachJudge {
  private readonly judge: AdmitOptions;
  private readonly known = new KnownDocuments();
  private piece = new OpenPiece();

  /** @throws when what the options name cannot be read */
  constructor(private readonly options: ValidateOptions) {
    this.judge = admitOptions(options);
  }

  /** What the documents of files come to: one piece, or several where that is long. */
  public* piecesOf(files: Iterable<InputFile>): Generator<Piece> {
    const { maxBytes } = this.options;
    const known = (text: string) => this.known.of(text)?.length;
    let failure: string | undefined;
    try {
      for (const file of files) {
        for (const document of readInput(file, { maxBytes, stream: true, known })) {
          this.add(document);
          if (this.piece.stdout.length > PIECE) yield this.take(false);
        }
      }
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    yield this.take(true, failure);
  }

  private take(isLast: boolean, failure?: string): Piece {
    const { piece } = this;
    this.piece = new OpenPiece();
    return { ...piece, isLast, failure };
  }

  private add(document: ReadDocument): void {
    const { piece } = this;
    const { file, text, knownFrom, objects, problems } = document;
    piece.documents++;
    if (problems[0]?.rule === 'READ-FILE') {
      piece.stderr += problemLine(problems[0]);
      piece.exitCode = COULD_NOT_RUN;
    } else if (knownFrom !== undefined) {
      this.known.of(text!)!.forEach((verdict, i) => this.say(inFile(verdict, file), file, knownFrom + i));
    } else {
      const verdicts = this.verdictsOn(document);
      verdicts.forEach((verdict, i) => this.say(verdict, file, objects[i]?.origin.index ?? null));
      // What is wrong with a text, and what is said in words, names its file and lines.
      if (text !== undefined && problems.length === 0 && verdicts.every(({ words }) => !words)) this.known.add(text, verdicts);
    }
  }

  private say({ object, findings, words, unjudged, exitCode }: Verdict, file: string, index: number | null): void {
    const { piece } = this;
    for (const what of unjudged) piece.count(what);
    piece.exitCode = Math.max(piece.exitCode, exitCode);
    piece.stdout += words ?? `${JSON.stringify({ file, index, object, findings })}\n`;
  }

  /** The objects of a document one by one; what is wrong with the document as a whole goes with its first object, or by itself. */
  private verdictsOn({ objects, problems }: ReadDocument): Verdict[] {
    if (objects.length === 0) return [this.verdict(undefined, problems)];
    return objects.map((object, i) => this.verdict(object, i === 0 ? problems : []));
  }

  private verdict(object: ManifestObject | undefined, readProblems: ReadDocument['problems']): Verdict {
    const { judge, options } = this;
    const report = admit(new ManifestSet(object ? [object] : []), { ...judge, readProblems, complete: false });
    const { findings, notChecked, notEvaluated } = report;
    const unjudged = [...notChecked.map(({ reason }) => `not checked: ${reason}`), ...notEvaluated.map(({ rule }) => `not evaluated: ${rule}`)];
    const exitCode = exitCodeOf(report, options);
    if (options.format === 'text') return { findings: [], words: findings.length > 0 ? `${report}\n` : '', unjudged, exitCode };
    return { object: object ? jsonObject(object) : null, findings: findings.map(jsonFinding), unjudged, exitCode };
  }
}

/** What judging an object comes to; the same wherever it stands. */
interface Verdict {
  readonly object?: JsonObject | null;
  readonly findings: readonly JsonFinding[];
  /** The findings as text, for those who read. */
  readonly words?: string;
  readonly unjudged: readonly string[];
  readonly exitCode: number;
}

function inFile(verdict: Verdict, file: string): Verdict {
  return verdict.findings.length === 0 ? verdict : { ...verdict, findings: verdict.findings.map((finding) => ({ ...finding, file })) };
}

/** Characters of documents that are remembered, and those that what they came to counts as. */
const REMEMBERED = 2_000_000;
const VERDICT = 1_000;

/** What equal documents came to: the objects of an operator stand in the folder of every cluster that has it. */
class KnownDocuments {
  private readonly verdicts = new Map<string, readonly Verdict[]>();
  private length = 0;

  of(text: string): readonly Verdict[] | undefined {
    return this.verdicts.get(text);
  }

  add(text: string, verdicts: readonly Verdict[]): void {
    const length = text.length + VERDICT;
    if (length > REMEMBERED) return;
    this.length += length;
    if (this.length > REMEMBERED) {
      this.verdicts.clear();
      this.length = length;
    }
    this.verdicts.set(text, verdicts);
  }
}

class OpenPiece {
  public stdout = '';
  public stderr = '';
  public documents = 0;
  public exitCode = CLEAN;
  public readonly unjudged = new Map<string, number>();

  count(what: string): void {
    this.unjudged.set(what, (this.unjudged.get(what) ?? 0) + 1);
  }
}
