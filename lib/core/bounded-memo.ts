/** Answers that are remembered by key. Keys come from what users write, without end: where answers become too many, all are forgotten. */
export class BoundedMemo<K, V> {
  private readonly answers = new Map<K, V>();

  /** @param most answers that are kept */
  constructor(private readonly most: number) {}

  /** The answer for a key, which `make` gives where it is not known; what that throws is not kept. */
  public get(key: K, make: (key: K) => V): V {
    const known = this.answers.get(key);
    if (known !== undefined || this.answers.has(key)) return known as V;
    const answer = make(key);
    if (this.answers.size >= this.most) this.answers.clear();
    this.answers.set(key, answer);
    return answer;
  }
}
