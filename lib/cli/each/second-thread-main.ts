import { parentPort } from 'worker_threads';
import { Backlog } from './backlog';
import { EachJudge } from './each-judge';
import { lengthOf } from './in-order';
import type { SecondThreadData, SecondThreadMessage } from './second-thread';
import { SharedFiles } from './shared-files';
import { KubernetesVersion } from '../../facts/kubernetes-version';
import { Release } from '../../facts/release';

/** What the second thread of `validate --each` does. */
export function judge(data: SecondThreadData): void {
  const files = new SharedFiles(data.files, data.filesMemory);
  const backlog = new Backlog(data.backlogMemory);
  const each = new EachJudge({
    ...data.options,
    kubernetes: data.kubernetes === undefined ? undefined : KubernetesVersion.of(data.kubernetes),
    release: data.release === undefined ? undefined : Release.of(data.release),
  });
  for (let part = files.take('second'); part !== undefined; part = files.take('second')) {
    for (const piece of each.piecesOf(files.filesOf(part))) {
      backlog.add(lengthOf(piece));
      parentPort!.postMessage({ part, piece } satisfies SecondThreadMessage);
      backlog.waitForRoom();
    }
  }
}
