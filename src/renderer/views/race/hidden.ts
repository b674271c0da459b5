/**
 * Reads the units of hidden layers as people write them: `64, 32`, `64-32`, `64 × 32`.
 *
 * @returns undefined where it is no list of at most 16 whole numbers from 1 to 4096
 */
export function readHidden(text: string): number[] | undefined {
  const words = text.split(/[\s,，、;x×*-]+/).filter((word) => word !== '')
  const hidden = words.map((word) => (/^\d{1,4}$/.test(word) ? Number(word) : NaN))
  const fine = hidden.length <= 16 && hidden.every((units) => units >= 1 && units <= 4096)
  return fine ? hidden : undefined
}
