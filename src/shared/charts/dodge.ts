/** A label that wants to stand at `y`. */
export interface Wish {
  readonly y: number
}

/**
 * Places labels of equal height one under the other, each as near to its wish as the others allow:
 * neighbours that overlap form a block that stands at the mean of its wishes.
 *
 * @param wishes in any order
 * @param height of one label with its gap, in the unit of `y`
 * @param top,bottom between which every label's centre must stand, if there is room at all
 * @returns each wish's place, in the order given
 */
export function dodge(
  wishes: readonly Wish[],
  height: number,
  top: number,
  bottom: number,
): number[] {
  const order = wishes.map((wish, index) => ({ y: wish.y, index })).sort((a, b) => a.y - b.y)
  interface Block {
    members: { y: number; index: number }[]
    first: number
  }
  const blocks: Block[] = []
  for (const member of order) {
    let block: Block = { members: [member], first: member.y }
    for (;;) {
      block.first = place(block.members, height, top, bottom)
      const above = blocks.at(-1)
      if (!above || above.first + above.members.length * height <= block.first) break
      blocks.pop()
      block = { members: [...above.members, ...block.members], first: 0 }
    }
    blocks.push(block)
  }
  const places = new Array<number>(wishes.length).fill(0)
  for (const block of blocks) {
    block.members.forEach((member, rank) => {
      places[member.index] = block.first + rank * height
    })
  }
  return places
}

/** Where a block's first label stands so that all are, on average, where they wish to be. */
function place(
  members: readonly { y: number }[],
  height: number,
  top: number,
  bottom: number,
): number {
  const mean =
    members.reduce((sum, member, rank) => sum + member.y - rank * height, 0) / members.length
  const lowest = bottom - (members.length - 1) * height
  return Math.max(top, Math.min(lowest, mean))
}
