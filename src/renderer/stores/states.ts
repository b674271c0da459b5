import { pairSize, spreadMap } from './spread.ts'

/**
 * Adds states of runs to their maps, by step, and thins all maps alike when they hold too much.
 * Nothing is computed from these point after point: what is new stays whole until the next thinning.
 */
export class BoundedStates<State extends { readonly run: number; readonly step: number }> {
  readonly #maps: readonly Map<number, State>[]
  readonly #weigh: (state: State) => number
  readonly #most: number
  #weight = 0
  #size = 1

  /**
   * @param maps one per run
   * @param weigh how many numbers a state holds
   * @param most numbers of all states together, as long as every run's first and last leave that room
   */
  constructor(maps: readonly Map<number, State>[], weigh: (state: State) => number, most: number) {
    this.#maps = maps
    this.#weigh = weigh
    this.#most = most
  }

  /** @returns whether it was new */
  add(state: State): boolean {
    const map = this.#maps[state.run]
    if (!map || map.has(state.step)) return false
    map.set(state.step, state)
    this.#weight += this.#weigh(state)
    if (this.#weight > this.#most) this.#thin()
    return true
  }

  /** Makes half of the room free, so that it is not done for every state. */
  #thin(): void {
    const steps = this.#longest()
    const furthest = steps.at(-1) ?? 0
    for (;;) {
      for (const map of this.#maps) spreadMap(map, this.#size)
      this.#weight = this.#sum()
      if (this.#weight <= this.#most / 2 || this.#size > furthest) return
      this.#size = this.#size > 1 ? 2 * this.#size : pairSize(steps)
    }
  }

  #sum(): number {
    let sum = 0
    for (const map of this.#maps) for (const state of map.values()) sum += this.#weigh(state)
    return sum
  }

  /** Steps of the run that has most of them. */
  #longest(): number[] {
    const [most] = this.#maps.toSorted((a, b) => b.size - a.size)
    return [...(most?.keys() ?? [])].sort((a, b) => a - b)
  }
}
