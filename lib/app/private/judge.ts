import type { IConstruct } from 'constructs';
import { AdmissionError } from './admission-error';
import { admitRendered, render } from './admit-constructs';
import { layoutFailure } from './construct-findings';
import { ownFacts } from './decisions';
import { objectsBelow } from './object-order';
import type { RenderedObject } from './output-files';
import { tell } from './tell';
import { tellLedgers } from './tell-ledgers';
import type { Finding } from '../../admission/finding';
import type { Manifest } from '../../manifests/manifest';

/** What an app renders, and how it is arranged for writing. */
export interface Judgement<T> {
  readonly rendered: readonly RenderedObject[];
  readonly arranged: T;
}

/**
 * Renders everything below an app once and judges it.
 *
 * @param arrange puts the objects into files or in order; what it refuses is one finding among the others
 * @throws AdmissionError when there are errors
 */
export function judge<T>(app: IConstruct, isQuiet: boolean, arrange: (rendered: readonly RenderedObject[]) => T): Judgement<T> {
  const entries = objectsBelow(app);
  const objects = render(entries.map(({ object }) => object));
  const rendered = entries.flatMap((entry, i) => (objects[i].failure ? [] : [{ entry, manifest: objects[i].manifest as Manifest }]));
  let arranged: T;
  const also: Finding[] = [];
  try {
    arranged = arrange(rendered);
  } catch (error) {
    also.push(layoutFailure(error));
  }
  const { report, expansions } = admitRendered(app, objects, ownFacts(app), also);
  if (report.hasErrors) throw new AdmissionError(report);
  if (!isQuiet) {
    tell(report);
    tellLedgers(expansions);
  }
  return { rendered, arranged: arranged! };
}
