/** How a stage says what is chosen on it, and takes it back. Every state is plain data. */
export interface StageMemory<State = unknown> {
  /** @returns what is chosen now; undefined while something moves, a drag say */
  state(): State | undefined
  restore(state: State): void
  /** Back to how the stage opens for the first time. What was run, and files, stay. */
  defaults(): void
}

interface Kept {
  readonly state: unknown
  /** Of the state: alike where it is. */
  readonly key: string
}

/** Changes that can be taken back. */
const most = 100

/** The states that a stage went through, as far as they are worth going back to. */
export class StageHistory {
  #kept: Kept[] = []
  /** Taken back, the first to come again last. */
  #undone: Kept[] = []

  /** Of the stage as it was last shown; none where it never came to stand. */
  memory: StageMemory | undefined

  record(state: unknown): void {
    const kept = keep(state)
    if (kept.key === this.#kept.at(-1)?.key) return
    this.#undone = []
    this.#kept.push(kept)
    if (this.#kept.length > most) this.#kept.shift()
  }

  /** Whether there is a state before the one that the stage is in. */
  get canUndo(): boolean {
    return this.#before() !== undefined
  }

  /** Goes back to the state before the last change. */
  undo(): void {
    const before = this.#before()
    if (!before) return
    const last = this.#isLast() ? this.#kept.pop() : undefined
    if (last) this.#undone.push(last)
    this.memory?.restore(before.state)
  }

  /** Brings back the change that was taken back last. */
  redo(): void {
    const next = this.#undone.pop()
    if (!next) return
    this.#kept.push(next)
    this.memory?.restore(next.state)
  }

  #before(): Kept | undefined {
    return this.memory && this.#kept.at(this.#isLast() ? -2 : -1)
  }

  /** A change that broke the stage at once, or a drag, may not have been recorded. */
  #isLast(): boolean {
    const now = this.memory?.state()
    return now !== undefined && keep(now).key === this.#kept.at(-1)?.key
  }
}

function keep(state: unknown): Kept {
  const key = JSON.stringify(state)
  return { state: JSON.parse(key) as unknown, key }
}
