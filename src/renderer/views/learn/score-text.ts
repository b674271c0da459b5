import type { Ask } from '#shared/lessons/index.ts'
import { factText } from '#shared/lessons/say.ts'
import type { Score } from '#shared/lessons/score.ts'
import type { Point } from '#shared/surfaces/index.ts'
import { useText } from '#renderer/composables/useText.ts'
import { currentLanguage } from '#renderer/locales/index.ts'

const { t } = useText()

/** Nearer than this share of the truth, a prediction is as good as it. */
const exact = 0.005

/** @returns a value as fine as a distance has three digits: of a distance of 4 hundredths, the next to nothing is 0 */
function asFineAs(value: number, distance: number): number {
  if (!(distance > 0)) return value
  const unit = 10 ** (Math.floor(Math.log10(distance)) - 2)
  // Adding 0 takes the sign off −0.
  return Number((Math.round(value / unit) * unit).toPrecision(12)) + 0
}

/** @returns a place as fine as it was missed by */
export const placeOff = ({ x, y }: Point, off: number): Point => ({
  x: asFineAs(x, off),
  y: asFineAs(y, off),
})

/**
 * @param option names an option of a choice
 * @returns a sentence on how far a prediction was off
 */
export function scoreText(score: Score, ask: Ask, option: (key: string) => string): string {
  const number = (value: number): string => factText(value, currentLanguage())
  switch (score.kind) {
    case 'curve': {
      const { mean, at, said, is } = score
      return t('learn.score.curve', {
        ...{ mean: number(mean), at: number(at), said: number(said) },
        is: number(asFineAs(is, Math.abs(said - is))),
      })
    }
    case 'point': {
      const { x, y } = placeOff(score.is, score.off)
      return t('learn.score.point', { off: number(score.off), x: number(x), y: number(y) })
    }
    case 'choice':
      return score.right
        ? t('learn.score.right', { is: option(score.is) })
        : t('learn.score.wrong', { said: option(score.said), is: option(score.is) })
    case 'value': {
      const { is, said, off, logarithmic } = score
      const symbol = ask.kind === 'value' ? ask.symbol : ''
      const words = { said: number(said), is: number(is) }
      if (Math.abs(said - is) <= exact * Math.abs(is)) {
        return t('learn.score.exact', { symbol, is: number(is) })
      }
      if (logarithmic) {
        return off > 1
          ? t('learn.score.timesHigh', { ...words, off: number(off) })
          : t('learn.score.timesLow', { ...words, off: number(1 / off) })
      }
      const by = { ...words, off: number(Math.abs(off)) }
      return off > 0 ? t('learn.score.high', by) : t('learn.score.low', by)
    }
  }
}
