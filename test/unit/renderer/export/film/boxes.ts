/** Boxes that hold boxes. */
const containers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'dinf'])

/** @returns where the content of each box of a file is, by its path; fails where lengths do not add up */
export function boxesOf(
  file: Uint8Array<ArrayBuffer>,
  from = 0,
  to = file.length,
  path = '',
): Map<string, { readonly from: number; readonly to: number }> {
  const found = new Map<string, { readonly from: number; readonly to: number }>()
  const view = new DataView(file.buffer)
  let at = from
  while (at < to) {
    const length = view.getUint32(at)
    const name = String.fromCharCode(...file.slice(at + 4, at + 8))
    if (length < 8 || at + length > to) throw new Error(`the box ${path}${name} is too long`)
    found.set(path + name, { from: at + 8, to: at + length })
    if (containers.has(name)) {
      for (const [inner, place] of boxesOf(file, at + 8, at + length, `${path}${name}/`)) {
        found.set(inner, place)
      }
    }
    at += length
  }
  if (at !== to) throw new Error('the boxes do not fill the file')
  return found
}
