/** A size that depends on the drawing's: a number or a pair. */
export type SizeExpression = (width: number, height: number, dpr?: number) => number | number[]

/**
 * Reads an expression as the 3-D library writes them: `width * dpr / 4`, or a pair of such in
 * brackets.
 *
 * @throws where it holds anything else
 */
export function readExpression(text: string): SizeExpression {
  const pair = /^\s*\[(.*),(.*)\]\s*$/.exec(text)
  if (pair) {
    const parts = [readProduct(pair[1]!), readProduct(pair[2]!)]
    return (width, height, dpr = NaN) => parts.map((part) => part(width, height, dpr))
  }
  const product = readProduct(text)
  return (width, height, dpr = NaN) => product(width, height, dpr)
}

function readProduct(text: string): (width: number, height: number, dpr: number) => number {
  const words = text.trim().split(/\s*([*/])\s*/)
  for (const [place, word] of words.entries()) {
    const fits = place % 2 === 1 || /^(width|height|dpr|\d+(\.\d+)?)$/.test(word)
    if (!fits) throw new Error(`'${word}' cannot stand in a size.`)
  }
  return (width, height, dpr) => {
    const named: Readonly<Record<string, number>> = { width, height, dpr }
    const value = (word = ''): number => named[word] ?? Number(word)
    return words.reduce((result, word, place) => {
      if (place % 2 === 0) return result
      const next = value(words[place + 1])
      return word === '*' ? result * next : result / next
    }, value(words[0]))
  }
}
