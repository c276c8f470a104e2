import type { Piece } from './piece';
import { admit, AdmitOptions } from '../../admission/admit';
import type { Report } from '../../admission/report';
import type { InputFile } from '../../manifests/input-files';
import type { ManifestObject } from '../../manifests/manifest-object';
import { ManifestSet } from '../../manifests/manifest-set';
import { ReadDocument, readInput } from '../../manifests/read';
import { jsonFinding, jsonObject } from '../../report/json';
import { admitOptions } from '../admit-options';
import { CLEAN, COULD_NOT_RUN, exitCodeOf } from '../exit-codes';
import { problemLine } from '../inputs';
import type { ValidateOptions } from '../options';

/** Characters of output beyond which a piece ends. */
const PIECE = 65_536;

/** Judges documents each by itself. */
export class EachJudge {
  private readonly judge: AdmitOptions;
  private piece = new OpenPiece();

  /** @throws when what the options name cannot be read */
  constructor(private readonly options: ValidateOptions) {
    this.judge = admitOptions(options);
  }

  /** What the documents of files come to: one piece, or several where that is long. */
  public* piecesOf(files: Iterable<InputFile>): Generator<Piece> {
    let failure: string | undefined;
    try {
      for (const file of files) {
        for (const document of readInput(file, { maxBytes: this.options.maxBytes, stream: true })) {
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
    const { piece, options } = this;
    piece.documents++;
    const [problem] = document.problems;
    if (problem?.rule === 'READ-FILE') {
      piece.stderr += problemLine(problem);
      piece.exitCode = COULD_NOT_RUN;
      return;
    }
    for (const [object, report] of this.judgedOf(document)) {
      this.count(report);
      piece.exitCode = Math.max(piece.exitCode, exitCodeOf(report, options));
      if (options.format === 'text') {
        if (report.findings.length > 0) piece.stdout += `${report}\n`;
      } else {
        const index = object?.origin.index ?? null;
        piece.stdout += `${JSON.stringify({ file: document.file, index, object: object ? jsonObject(object) : null, findings: report.findings.map(jsonFinding) })}\n`;
      }
    }
  }

  /** The objects of a document one by one; what is wrong with the document as a whole goes with its first object, or by itself. */
  private* judgedOf({ objects, problems }: ReadDocument): Generator<[ManifestObject | undefined, Report]> {
    const { judge } = this;
    if (objects.length === 0) yield [undefined, admit(new ManifestSet([]), { ...judge, readProblems: problems, complete: false })];
    for (const [i, object] of objects.entries()) {
      yield [object, admit(new ManifestSet([object]), { ...judge, readProblems: i === 0 ? problems : [], complete: false })];
    }
  }

  private count({ notChecked, notEvaluated }: Report): void {
    for (const { reason } of notChecked) this.piece.count(`not checked: ${reason}`);
    for (const { rule } of notEvaluated) this.piece.count(`not evaluated: ${rule}`);
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
