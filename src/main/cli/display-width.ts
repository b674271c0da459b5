const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Code points that a terminal draws two columns wide. @see Unicode Standard Annex 11, W and F */
const wide = new RegExp(
  '[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u33ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua000-\\ua4cf' +
    '\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe19\\ufe30-\\ufe6f\\uff01-\\uff60' +
    '\\uffe0-\\uffe6\\u{16fe0}-\\u{18dff}\\u{1b000}-\\u{1b2ff}\\u{20000}-\\u{3fffd}' +
    '\\p{Emoji_Presentation}\\ufe0f]',
  'u',
)

/** Marks, joiners and the like, which take no column of their own. */
const nothing = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u

/**
 * @returns how many columns of a terminal a text takes: two for a Chinese character or an emoji, none
 *   for a combining mark, one for the rest
 */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text)) {
    if (!nothing.test(segment)) width += wide.test(segment) ? 2 : 1
  }
  return width
}
