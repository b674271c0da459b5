/** Where a line may be broken: after a space, and before or after a sign that needs no space. */
const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/u
/** Signs that no line begins with. */
const closing = /[、。，；：？！）】》”’·,.;:!?)%]/u

/** @returns the text in pieces that a line may be broken between */
function pieces(text: string): string[] {
  const found: string[] = []
  let piece = ''
  for (const sign of text) {
    const before = piece.at(-1) ?? ''
    const open =
      before === ' ' || ((wide.test(before) || wide.test(sign)) && piece !== '' && sign !== ' ')
    if (open && !closing.test(sign) && sign !== ' ') {
      found.push(piece)
      piece = sign
    } else piece += sign
  }
  if (piece) found.push(piece)
  return found
}

/**
 * Breaks a text into lines.
 *
 * @param most pixels of a line; a word that is longer alone is broken anywhere
 */
export function wrapped(text: string, most: number, width: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  const take = (piece: string): void => {
    if (line === '' || width((line + piece).trimEnd()) <= most) line += piece
    else {
      lines.push(line.trimEnd())
      line = piece
    }
  }
  for (const piece of pieces(text)) {
    if (width(piece.trimEnd()) <= most) take(piece)
    else for (const sign of piece) take(sign)
  }
  if (line.trimEnd() !== '') lines.push(line.trimEnd())
  return lines
}
