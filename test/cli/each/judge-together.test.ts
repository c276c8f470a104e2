import { Backlog } from '../../../lib/cli/each/backlog';
import { judgeTogether } from '../../../lib/cli/each/judge-together';
import type { Piece } from '../../../lib/cli/each/piece';
import type { SecondThread, SecondThreadMessage } from '../../../lib/cli/each/second-thread';
import { SharedFiles } from '../../../lib/cli/each/shared-files';

const piece = (stdout: string, isLast = true): Piece => ({ stdout, stderr: '', documents: 1, exitCode: 0, unjudged: new Map(), isLast });
const files = (count: number) => new SharedFiles(Array.from({ length: count }, (_, i) => ({ file: `${i}` })));

/** A second thread that is told what to send. */
class Sender {
  public readonly backlog = new Backlog();
  public failure?: Error;
  public hasEnded = false;
  private listener: (message: SecondThreadMessage) => void = () => {};
  private wake = () => {};

  onPiece(listener: (message: SecondThreadMessage) => void) {
    this.listener = listener;
  }

  news(): Promise<void> {
    return new Promise((resolve) => this.wake = resolve);
  }

  send(message: SecondThreadMessage) {
    this.backlog.add(message.piece.stdout.length);
    this.listener(message);
    this.wake();
  }

  fail(failure: Error) {
    this.failure = failure;
    this.wake();
  }

  end() {
    this.hasEnded = true;
    this.wake();
  }

  get thread(): SecondThread {
    return this as unknown as SecondThread;
  }
}

const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise(setImmediate);
};

test('Files are shared in parts, each once, and those of a part lie together', () => {
  const shared = files(70);
  const other = new SharedFiles(shared.files, shared.memory);
  expect([shared.secondHasSome, other.take('second'), shared.secondHasSome]).toEqual([false, 0, true]);
  const taken = [0];
  for (let part = shared.take('first'); part !== undefined; part = taken.length % 2 ? shared.take('first') : other.take('second')) taken.push(part);
  expect(taken).toEqual(Array.from({ length: shared.parts }, (_, i) => i));
  expect(taken.flatMap((part) => shared.filesOf(part))).toEqual(shared.files);
});

test('Fewer files than both threads would have parts of are parts of their own', () => {
  expect([files(3).parts, files(16).parts, files(400).parts]).toEqual([3, 16, 100]);
});

test('What this thread judges waits for what comes before it, and it stops judging where that is much', async () => {
  const shared = files(400);
  const second = new Sender();
  const first = shared.take('second')!;
  const written: string[] = [];
  let judged = 0;
  const done = judgeTogether(shared, second.thread, function* () {
    judged++;
    yield piece('x'.repeat(1_000_000));
  }, ({ stdout }) => written.push(stdout.slice(0, 3)));
  await turns(50);
  // Four million characters may wait, and the piece that is one too many.
  expect([judged, written]).toEqual([5, []]);

  second.send({ part: first, piece: piece('one', false) });
  expect(written).toEqual(['one']);
  second.send({ part: first, piece: piece('two') });
  expect(written).toEqual(['one', 'two', 'xxx', 'xxx', 'xxx', 'xxx', 'xxx']);
  await done;
  expect([judged, written.length, second.backlog.isFull]).toEqual([99, 101, false]);
});

test('A thread that sends much ahead of its turn has no room until it is written', async () => {
  const shared = files(32);
  const second = new Sender();
  const own = shared.take('first')!;
  const theirs = shared.take('second')!;
  while (shared.take('first') !== undefined);
  const written: number[] = [];
  const order = judgeTogether(shared, second.thread, () => [], ({ stdout }) => written.push(stdout.length));
  second.send({ part: theirs, piece: piece('x'.repeat(5_000_000)) });
  expect([second.backlog.isFull, written]).toEqual([true, []]);
  second.send({ part: own, piece: piece('') });
  expect([second.backlog.isFull, written]).toEqual([false, [0, 5_000_000]]);
  second.end();
  await expect(order).rejects.toThrow('the second thread ended before it was done');
});

test('A failure of the second thread is the failure of both', async () => {
  const shared = files(20);
  const second = new Sender();
  shared.take('second');
  const judging = judgeTogether(shared, second.thread, () => [piece('x')], () => {});
  second.fail(new Error('it broke'));
  await expect(judging).rejects.toThrow('it broke');
});
