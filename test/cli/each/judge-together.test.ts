import { Backlog } from '../../../lib/cli/each/backlog';
import { judgeTogether } from '../../../lib/cli/each/judge-together';
import type { Piece } from '../../../lib/cli/each/piece';
import type { SecondThread, SecondThreadMessage } from '../../../lib/cli/each/second-thread';
import { SharedFiles } from '../../../lib/cli/each/shared-files';

const piece = (stdout: string, isLast = true): Piece => ({ stdout, stderr: '', documents: 1, exitCode: 0, unjudged: new Map(), isLast });
const ofSecond = ({ files: all, memory }: SharedFiles) => new SharedFiles(all, memory);
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

test('Files are shared in parts, each once: of a few hundred parts from the front and from the back, and those of a part lie together', () => {
  const shared = files(1400);
  const other = ofSecond(shared);
  expect([shared.secondHasSome, other.take('second'), shared.secondHasSome]).toEqual([false, 255, true]);
  const first: number[] = [];
  const second = [255];
  for (let i = 0; i < 349; i++) (i % 3 ? first : second).push((i % 3 ? shared.take('first') : other.take('second'))!);
  expect([first.slice(0, 3), second.slice(0, 3)]).toEqual([[0, 1, 2], [255, 254, 253]]);
  // The next hundreds come after those.
  expect(Math.max(...first.slice(0, 150), ...second.slice(0, 75))).toBe(255);
  expect([...first, ...second].filter((part) => part !== undefined).sort((a, b) => a - b)).toEqual(Array.from({ length: shared.parts }, (_, i) => i));
  expect([shared.take('first'), other.take('second')]).toEqual([undefined, undefined]);
  const read = [...first, ...second].flatMap((part) => shared.filesOf(part)).map(({ file }) => Number(file));
  expect(read.sort((a, b) => a - b)).toEqual(shared.files.map((_, i) => i));
});

test('Fewer files than both threads would have parts of are parts of their own', () => {
  expect([files(3).parts, files(16).parts, files(400).parts]).toEqual([3, 16, 100]);
});

test('What this thread judges waits for what comes before it, and it stops judging where that is much', async () => {
  const shared = files(2048);
  const second = new Sender();
  const last = ofSecond(shared).take('second')!;
  const written: string[] = [];
  let judged = 0;
  const done = judgeTogether(shared, second.thread, function* () {
    judged++;
    yield piece('x'.repeat(1_000_000));
  }, ({ stdout }) => written.push(stdout.slice(0, 3)));
  await turns(500);
  // The last of the parts that both have before them is the second thread's. Of what comes after it four million characters may wait, and the piece that
  // is one too many.
  expect([last, judged, written.length]).toEqual([255, 260, 255]);

  second.send({ part: last, piece: piece('one', false) });
  expect(written.slice(255)).toEqual(['one']);
  second.send({ part: last, piece: piece('two') });
  expect(written.slice(255)).toEqual(['one', 'two', 'xxx', 'xxx', 'xxx', 'xxx', 'xxx']);
  await done;
  expect([judged, written.length, second.backlog.isFull]).toEqual([511, 513, false]);
});

test('A thread that sends much ahead of its turn has no room until it is written', async () => {
  const shared = files(2);
  const second = new Sender();
  const own = shared.take('first')!;
  const theirs = ofSecond(shared).take('second')!;
  const written: number[] = [];
  const order = judgeTogether(shared, second.thread, () => [], ({ stdout }) => written.push(stdout.length));
  second.send({ part: theirs, piece: piece('x'.repeat(5_000_000)) });
  expect([second.backlog.isFull, written]).toEqual([true, []]);
  second.send({ part: own, piece: piece('') });
  expect([second.backlog.isFull, written]).toEqual([false, [0, 5_000_000]]);
  await order;
});

test('A failure of the second thread is the failure of both', async () => {
  const shared = files(20);
  const second = new Sender();
  ofSecond(shared).take('second');
  const judging = judgeTogether(shared, second.thread, () => [piece('x')], () => {});
  second.fail(new Error('it broke'));
  await expect(judging).rejects.toThrow('it broke');
});
