/** A rectangle in pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

type Point = readonly [x: number, y: number]

/** A dot that wants its name beside it. */
export interface NameWish {
  readonly id: string
  readonly x: number
  readonly y: number
  /** Pixels from the dot's middle to its edge. */
  readonly reach: number
  /** Pixels of the name as it is set. */
  readonly width: number
  readonly height: number
  /** Is named before the others. */
  readonly first?: boolean
}

/** Where a name stands. */
export interface PlacedName {
  readonly id: string
  readonly box: Box
  /** The hairline from the dot to a name that does not stand beside it. */
  readonly leader: readonly [from: Point, to: Point] | undefined
  /** Which of the places around the dot it is. */
  readonly place: number
}

export interface NameRoom {
  /** What no name may leave. */
  readonly bounds: Box
  /** What else no name may cover. */
  readonly taken?: readonly Box[]
  /** Where each name stood: it stays there while it can, so that none jumps while its dot moves. */
  readonly before?: ReadonlyMap<string, number>
}

/** Sides of a dot in the order in which they are tried, as shares of a name's width and height. */
const sides: readonly Point[] = [
  [1, 0],
  [-1, 0],
  [1, -1],
  [1, 1],
  [-1, -1],
  [-1, 1],
  [0, -1],
  [0, 1],
]

/** Pixels between a dot's edge and its name: beside it, and at the end of a hairline. */
const distances = [4, 16, 30, 46] as const

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const within = (a: Box, { x, y, width, height }: Box): boolean =>
  a.x >= x && a.y >= y && a.x + a.width <= x + width && a.y + a.height <= y + height

/** Whether a line goes through a box. @see Liang & Barsky 1984 */
function crosses([[x1, y1], [x2, y2]]: readonly [Point, Point], box: Box): boolean {
  let [from, to] = [0, 1]
  for (const [along, room] of [
    [x1 - x2, x1 - box.x],
    [x2 - x1, box.x + box.width - x1],
    [y1 - y2, y1 - box.y],
    [y2 - y1, box.y + box.height - y1],
  ] as const) {
    if (along === 0) {
      if (room < 0) return false
    } else if (along < 0) from = Math.max(from, room / along)
    else to = Math.min(to, room / along)
  }
  return from <= to
}

/** Whether a name at that box, or the hairline to it, lies over another box. */
const covers = (other: Box, box: Box, leader: PlacedName['leader']): boolean =>
  overlap(box, other) || (leader !== undefined && crosses(leader, other))

/**
 * Places names beside their dots: none covers another, a dot, a hairline or what is taken, and none
 * is cut by the bounds. One for which there is no room anywhere near its dot is left out, and the
 * chart's key has to say it.
 *
 * @returns the names that have a place, and the ids of those that have none
 */
export function placeNames(
  wishes: readonly NameWish[],
  { bounds, taken = [], before }: NameRoom,
): { readonly placed: readonly PlacedName[]; readonly left: readonly string[] } {
  const placed: PlacedName[] = []
  const left: string[] = []
  const dots = wishes.map(({ x, y, reach }): Box => {
    const half = reach + 1
    return { x: x - half, y: y - half, width: 2 * half, height: 2 * half }
  })
  const order = wishes
    .map((wish, index) => ({ wish, index }))
    .sort((a, b) => Number(b.wish.first ?? false) - Number(a.wish.first ?? false))

  for (const { wish, index } of order) {
    const inside =
      Number.isFinite(wish.x + wish.y) &&
      wish.x >= bounds.x &&
      wish.x <= bounds.x + bounds.width &&
      wish.y >= bounds.y &&
      wish.y <= bounds.y + bounds.height
    const isFree = ({ box, leader }: PlacedName): boolean =>
      within(box, bounds) &&
      !taken.some((other) => covers(other, box, leader)) &&
      !dots.some((other, at) => at !== index && covers(other, box, leader)) &&
      !placed.some(
        (each) =>
          overlap(box, each.box) ||
          (leader && crosses(leader, each.box)) ||
          (each.leader && crosses(each.leader, box)),
      )
    const found = inside ? firstPlace(wish, before?.get(wish.id), isFree) : undefined
    if (found) placed.push(found)
    else left.push(wish.id)
  }
  return { placed, left }
}

/** @returns the nearest place around a dot that is free; the one it had goes before all others */
function firstPlace(
  wish: NameWish,
  before: number | undefined,
  isFree: (place: PlacedName) => boolean,
): PlacedName | undefined {
  const count = distances.length * sides.length
  const kept = before !== undefined && before < count ? placeOf(wish, before) : undefined
  if (kept && isFree(kept)) return kept
  for (let place = 0; place < count; place++) {
    const found = placeOf(wish, place)
    if (isFree(found)) return found
  }
  return undefined
}

/** @returns a name in one of the places around its dot */
function placeOf({ id, x, y, reach, width, height }: NameWish, place: number): PlacedName {
  const ring = Math.floor(place / sides.length)
  const [across, down] = sides[place % sides.length]!
  const slant = across !== 0 && down !== 0 ? 0.72 : 1
  const away = (reach + distances[ring]!) * slant
  const box = {
    x: x + across * away + ((across - 1) / 2) * width,
    y: y + down * away + ((down - 1) / 2) * height,
    width,
    height,
  }
  if (ring === 0) return { id, box, leader: undefined, place }
  const to: Point = [
    Math.max(box.x, Math.min(box.x + width, x)),
    Math.max(box.y, Math.min(box.y + height, y)),
  ]
  const length = Math.hypot(to[0] - x, to[1] - y) || 1
  const from: Point = [
    x + ((to[0] - x) / length) * (reach + 1),
    y + ((to[1] - y) / length) * (reach + 1),
  ]
  return { id, box, leader: [from, to], place }
}
