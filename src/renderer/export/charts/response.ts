import { paintResponse, responseHeight } from '#renderer/charts/response.ts'
import { useText } from '#renderer/composables/useText.ts'
import { responsePicture, type ResponseInput } from '#renderer/views/optimizers/response-picture.ts'
import type { ExportedChart } from '../figure.ts'

const { t } = useText()

export interface ResponseExport extends ResponseInput {
  readonly optimizerName: string
  readonly settings: readonly string[]
}

const width = 860

/** How a rule answers fixed series of gradients. */
export function responseChart(input: ResponseExport): ExportedChart {
  const { rule, responses, optimizerName, settings } = input
  return {
    title: t('export.title.response', { optimizer: optimizerName }),
    settings,
    paint: (brush, paper) => {
      const picture = responsePicture(input, paper.theme)
      paintResponse(brush, paper, picture, width)
      const height = responseHeight(picture.rows.length, paper.scale)
      return { width, height, key: [] }
    },
    table: () => ({
      columns: [
        ...['series', 'step', 'gradient', 'change of w', 'effective rate'],
        ...rule.slots.map(({ key }) => key),
      ],
      rows: responses.flatMap(({ kind, gradients, steps, rates, slots }) =>
        Array.from(gradients, (gradient, at) => [
          ...[kind, at + 1, gradient, steps[at]!, rates[at]!],
          ...slots.map((slot) => slot[at]!),
        ]),
      ),
    }),
  }
}
