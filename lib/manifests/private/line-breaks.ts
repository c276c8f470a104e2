/** The line ends of a text, before a place in it or in all. */
export function lineBreaks(text: string, before: number = text.length): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < before; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
