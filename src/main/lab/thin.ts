/** What one process recorded at one point. */
export interface Point<T> {
  readonly shard: number
  readonly step: number
  readonly items: T[]
}

/**
 * Keeps a bounded, evenly spread part of a long record: all points while they fit, then every
 * second, every fourth and so on, the same steps for every shard, and always each shard's last and
 * those that are pinned.
 */
export class ThinnedPoints<T> {
  private stride = 1
  private weight = 0
  /** Points of each shard so far, the last one included. */
  private readonly counts = new Map<number, number>()
  /** The most of them. */
  private longest = 0
  private readonly last = new Map<number, Point<T>>()
  private kept: { readonly index: number; readonly point: Point<T> }[] = []
  private readonly pinned = new Set<string>()

  /**
   * @param limit the weight to stay below, last points aside
   * @param weigh what an item counts
   */
  constructor(
    private readonly limit: number,
    private readonly weigh: (item: T) => number,
  ) {}

  /** Items of one shard come in the order of their steps. */
  add(shard: number, step: number, item: T): void {
    const last = this.last.get(shard)
    if (last?.step === step) {
      last.items.push(item)
      return
    }
    this.settle(shard)
    this.last.set(shard, { shard, step, items: [item] })
    const count = (this.counts.get(shard) ?? 0) + 1
    this.counts.set(shard, count)
    this.longest = Math.max(this.longest, count)
  }

  /** Keeps a point whatever comes, if it is there; to be said before the point is added. */
  pin(shard: number, step: number): void {
    this.pinned.add(`${shard} ${step}`)
  }

  /** @returns the points kept, those of one shard in the order of their steps */
  points(): Point<T>[] {
    return [...this.kept.map((each) => each.point), ...this.last.values()]
  }

  /** Decides about a shard's last point, now that another follows it. */
  private settle(shard: number): void {
    const point = this.last.get(shard)
    if (!point) return
    const index = (this.counts.get(shard) ?? 1) - 1
    if (!this.stays({ index, point })) return
    this.kept.push({ index, point })
    this.weight += this.weightOf(point)
    // Beyond the last index a larger stride drops nothing more: what is left is pinned.
    while (this.weight > this.limit && this.stride < this.longest) this.halve()
  }

  private stays({ index, point }: { index: number; point: Point<T> }): boolean {
    return index % this.stride === 0 || this.pinned.has(`${point.shard} ${point.step}`)
  }

  private halve(): void {
    this.stride *= 2
    this.kept = this.kept.filter((each) => this.stays(each))
    this.weight = this.kept.reduce((sum, each) => sum + this.weightOf(each.point), 0)
  }

  private weightOf(point: Point<T>): number {
    return point.items.reduce((sum, item) => sum + this.weigh(item), 0)
  }
}
