/** Numbers the different values of a column, each known by 64 bits of hash. */
export class HashCodes {
  #low = new Uint32Array(1024)
  #high = new Uint32Array(1024)
  /** One more than the code; 0 is a free place. */
  #codes = new Int32Array(1024)
  #used = 0

  /** The code that {@link set} gave this hash; undefined when it is new. */
  get(low: number, high: number): number | undefined {
    const place = this.#find(low, high)
    const code = this.#codes[place]!
    return code === 0 ? undefined : code > 0 ? code - 1 : code
  }

  /** @param code from -1 down, or from 0 up */
  set(low: number, high: number, code: number): void {
    if (this.#used * 2 >= this.#codes.length) this.#grow()
    const place = this.#find(low, high)
    if (this.#codes[place] === 0) this.#used++
    this.#low[place] = low
    this.#high[place] = high
    this.#codes[place] = code < 0 ? code : code + 1
  }

  #find(low: number, high: number): number {
    const mask = this.#codes.length - 1
    let place = (low ^ Math.imul(high, 0x9e3779b1)) & mask
    while (this.#codes[place] !== 0 && (this.#low[place] !== low || this.#high[place] !== high)) {
      place = (place + 1) & mask
    }
    return place
  }

  #grow(): void {
    const [low, high, codes] = [this.#low, this.#high, this.#codes]
    const size = codes.length * 2
    this.#low = new Uint32Array(size)
    this.#high = new Uint32Array(size)
    this.#codes = new Int32Array(size)
    for (let each = 0; each < codes.length; each++) {
      if (codes[each] === 0) continue
      const place = this.#find(low[each]!, high[each]!)
      this.#low[place] = low[each]!
      this.#high[place] = high[each]!
      this.#codes[place] = codes[each]!
    }
  }
}
