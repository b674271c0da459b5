/** A text of a picture, and where it begins in pixels. */
export interface Placed {
  readonly text: string
  readonly x: number
  readonly y: number
}

/** Every text of a picture with where it begins, its own moves and its groups' counted in. */
export function textsOf(source: string): Placed[] {
  const groups: [number, number][] = []
  const texts: Placed[] = []
  const tags = /<(g|text)\b([^>]*)>(?:([^<]*(?:<tspan.*?)?)<\/text>)?|<\/g>/gs
  for (const [, tag, attributes = '', text = ''] of source.matchAll(tags)) {
    const own = (name: string): number =>
      Number(new RegExp(` ${name}="([^"]+)"`).exec(attributes)?.[1] ?? 0)
    const [, dx = 0, dy = 0] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(attributes) ?? []
    if (!tag) groups.pop()
    else groups.push([Number(dx) + own('x'), Number(dy) + own('y')])
    if (tag !== 'text') continue
    const sum = (axis: 0 | 1): number => groups.reduce((all, group) => all + group[axis], 0)
    texts.push({ text: text.replace(/<[^>]+>/g, ''), x: sum(0), y: sum(1) })
    groups.pop()
  }
  return texts
}
