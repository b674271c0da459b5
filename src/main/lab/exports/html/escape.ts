/** A piece of a page that is as it shall be. */
export class Html {
  constructor(readonly text: string) {}
}

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** @returns a text as it reads in a page, wherever it stands */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => signs[sign]!)
}

type Piece = Html | string | number | readonly Piece[]

/** A piece of a page: whatever is put into it is a text, unless it is such a piece itself. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(
    parts.map((part, at) => (at === 0 ? '' : textOf(pieces[at - 1]!)) + part).join(''),
  )
}

function textOf(piece: Piece): string {
  if (piece instanceof Html) return piece.text
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece))
  return piece.map(textOf).join('')
}
