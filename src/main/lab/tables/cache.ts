/** Keeps what was used last, up to so many bytes; the last is kept whatever its size. */
export class ByteCache<V extends { readonly bytes: number }> {
  /** The longest unused first. */
  private readonly kept = new Map<string, V>()

  constructor(private readonly most: number) {}

  get(key: string): V | undefined {
    const value = this.kept.get(key)
    if (!value) return undefined
    this.kept.delete(key)
    this.kept.set(key, value)
    return value
  }

  /** A value may be kept under several keys; it is counted once. */
  set(key: string, value: V): void {
    this.kept.delete(key)
    this.kept.set(key, value)
    for (const [old, other] of this.kept) {
      if (this.bytes() <= this.most) break
      if (other !== value) this.kept.delete(old)
    }
  }

  delete(key: string): void {
    this.kept.delete(key)
  }

  private bytes(): number {
    return [...new Set(this.kept.values())].reduce((sum, { bytes }) => sum + bytes, 0)
  }
}
