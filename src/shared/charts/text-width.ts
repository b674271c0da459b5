/*
 * How wide a text is, without a canvas to ask: the page, a worker and the report place names alike,
 * and before any face is loaded.
 */

/** What widths are known of, in the order of `advances`. */
const signs =
  ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~αβγδεζηθκλμνρσςτφχψωΔ·×−–—…²³⁻⁰¹°√∞≤≥±'

/** Thousandths of the size that a sign of Inter advances, at the weight of text. */
const advances = (
  '274 296 480 636 644 987 648 306 367 367 511 665 296 461 296 365 638 411 613 622 651 598 625 ' +
  '568 624 625 296 309 665 665 665 519 974 699 656 732 722 602 590 747 744 271 573 680 565 908 ' +
  '755 766 640 767 646 644 649 742 699 994 691 688 635 367 365 367 474 459 330 564 615 574 615 ' +
  '585 375 616 597 247 247 554 247 882 596 602 615 615 382 533 333 597 568 824 552 569 556 434 ' +
  '339 434 665 669 598 568 587 541 514 597 622 536 648 593 591 615 628 572 473 733 574 787 810 ' +
  '691 296 665 665 500 1000 887 445 450 528 401 309 456 637 833 838 838 665'
)
  .split(' ')
  .map(Number)

const known = new Map([...signs].map((sign, at) => [sign, advances[at] ?? 700]))

/** Figures are set in one width. */
for (const figure of '0123456789') known.set(figure, 651)

export interface TextFace {
  /** Pixels. */
  readonly size: number
  readonly mono?: boolean
  readonly bold?: boolean
}

/** @returns pixels that a text takes at most, to within a few hundredths */
export function textWidth(text: string, { size, mono, bold }: TextFace): number {
  let sum = 0
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0
    if (code >= 0x2e80) sum += 1000
    else if (mono) sum += 600
    else sum += known.get(sign) ?? 700
  }
  return (sum / 1000) * size * (bold && !mono ? 1.06 : 1.015)
}

/** @returns the text, with an ellipsis in its midst where it is wider: names differ at their ends */
export function shortened(text: string, most: number, face: TextFace): string {
  if (textWidth(text, face) <= most) return text
  const letters = [...text]
  for (let kept = letters.length - 1; kept > 0; kept--) {
    const tail = Math.ceil(kept * 0.7)
    const head = letters.slice(0, kept - tail).join('')
    const short = `${head}…${letters.slice(letters.length - tail).join('')}`
    if (textWidth(short, face) <= most) return short
  }
  return '…'
}
