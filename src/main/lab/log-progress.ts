/** How much of each shard's stream has got into the log. */
export class LogProgress {
  private readonly written = new Map<number, number>()
  private waiting: { shard: number; sequence: number; done: () => void }[] = []

  /** @param sequence of the message just written; a shard's come in order */
  advance(shard: number, sequence: number): void {
    this.written.set(shard, sequence)
    const reached = this.waiting.filter((each) => each.shard === shard && each.sequence <= sequence)
    this.waiting = this.waiting.filter((each) => !reached.includes(each))
    for (const { done } of reached) done()
  }

  /** Resolves when a shard's messages up to that one are written. */
  reached(shard: number, sequence: number): Promise<void> {
    if ((this.written.get(shard) ?? 0) >= sequence) return Promise.resolve()
    return new Promise((done) => this.waiting.push({ shard, sequence, done }))
  }
}
