/** Why a file could not be read, in words. */
export function unreadable(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
}
