import { main } from '../../lib/cli';

/** What a run of the command line wrote, and its exit code. */
export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  /** 0 where nobody set it, as the process ends. */
  readonly exitCode: NonNullable<typeof process.exitCode>;
}

/** Runs the command line in this process. */
export function run(...argv: string[]): Run {
  const written = { stdout: '', stderr: '' };
  const before = process.exitCode;
  const spies = (['stdout', 'stderr'] as const).map((stream) => jest.spyOn(process[stream], 'write').mockImplementation((text) => {
    written[stream] += String(text);
    return true;
  }));
  try {
    process.exitCode = undefined;
    main(argv);
    return { ...written, exitCode: process.exitCode ?? 0 };
  } finally {
    process.exitCode = before;
    spies.forEach((spy) => spy.mockRestore());
  }
}
