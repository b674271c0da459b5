/** Holds work that is under way, and lets it go on. */
export class Brake {
  private isHeld = false
  private readonly listeners = new Set<(held: boolean) => void>()

  get held(): boolean {
    return this.isHeld
  }

  set(held: boolean): void {
    if (held === this.isHeld) return
    this.isHeld = held
    for (const listener of [...this.listeners]) listener(held)
  }

  /** @returns stop listening */
  onChange(listener: (held: boolean) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
