/**
 * Numbers that are handed out and, all together, taken back: trajectories that are walked anew with every
 * frame of a drag would otherwise leave megabytes a frame to be collected.
 */
export class Arena {
  #numbers = new Float64Array(0)
  #used = 0

  /** Takes everything back; what was handed out before is written over from now on. */
  reset(): void {
    this.#used = 0
  }

  /** @returns so many numbers, of any value */
  readonly take = (length: number): Float64Array => {
    if (this.#used + length > this.#numbers.length) {
      // What was handed out since the reset keeps the memory it has.
      this.#numbers = new Float64Array(Math.max(2 * this.#numbers.length, length))
      this.#used = 0
    }
    const from = this.#used
    this.#used += length
    return this.#numbers.subarray(from, this.#used)
  }
}
