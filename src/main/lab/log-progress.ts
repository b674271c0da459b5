/** How far each shard's record has got into the log. */
export class LogProgress {
  private readonly steps = new Map<number, number>()
  private waiting: { shard: number; step: number; done: () => void }[] = []

  /** @param step the last one recorded in what was just written; undefined when it recorded none */
  advance(shard: number, step: number | undefined): void {
    if (step === undefined) return
    this.steps.set(shard, step)
    const reached = this.waiting.filter((each) => each.shard === shard && each.step <= step)
    this.waiting = this.waiting.filter((each) => !reached.includes(each))
    for (const { done } of reached) done()
  }

  /** Resolves when everything that the shard recorded up to that step is written. */
  reached(shard: number, step: number): Promise<void> {
    if ((this.steps.get(shard) ?? 0) >= step) return Promise.resolve()
    return new Promise((done) => this.waiting.push({ shard, step, done }))
  }
}
