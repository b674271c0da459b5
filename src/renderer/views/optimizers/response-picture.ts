import { lineStyle, type Drawn } from '#shared/charts/palette.ts'
import { inks, type Theme } from '#shared/charts/theme.ts'
import type { UpdateRule } from '#shared/optimizers/index.ts'
import type { ResponsePicture } from '#renderer/charts/response.ts'
import { useText } from '#renderer/composables/useText.ts'
import { plainSymbol } from '#shared/words/symbols.ts'
import type { Response } from './response.ts'

const { t, format } = useText()

export interface ResponseInput {
  readonly rule: UpdateRule
  readonly drawn: Drawn
  readonly responses: readonly Response[]
  /** As the rule answered before something was changed. */
  readonly before?: readonly Response[] | undefined
}

/** What the small multiples show of a rule: gradient, step, effective rate and every slot. */
export function responsePicture(input: ResponseInput, theme: Theme): ResponsePicture {
  const { rule, drawn, responses, before } = input
  const { colour } = lineStyle(drawn, theme)
  const { second, ink } = inks[theme]
  const row = (
    name: string,
    of: (response: Response) => Float64Array,
    inked: string,
    logarithmic = false,
  ): ResponsePicture['rows'][number] => ({
    ...{ name, colour: inked, logarithmic, values: responses.map(of) },
    ...(before && { before: before.map(of) }),
  })
  return {
    names: responses.map(({ kind }) => t(`rules.series.${kind}`)),
    rows: [
      { name: 'g', colour: second, values: responses.map(({ gradients }) => gradients) },
      row('Δw', ({ steps }) => steps, colour),
      row('|Δw| / |g|', ({ rates }) => rates, colour, true),
      ...rule.slots.map(({ symbol }, slot) =>
        row(plainSymbol(symbol), ({ slots }) => slots[slot]!, ink),
      ),
    ],
    text: (value) => format.short(value, 2),
  }
}
