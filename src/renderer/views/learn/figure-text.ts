import type { Figure } from '#shared/lessons/index.ts'
import { factText } from '#shared/lessons/say.ts'
import { useText } from '#renderer/composables/useText.ts'
import { currentLanguage } from '#renderer/locales/index.ts'
import { planeText } from './plane-text.ts'

const { t, own } = useText()

/** @returns what a figure shows, for those who do not see it. @param revealed whether the truth is drawn */
export function figureText(figure: Figure, revealed: boolean): string {
  const number = (value: number): string => factText(value, currentLanguage())
  const parts = figure.kind === 'plot' ? figure.lines : figure.walks
  const kept = parts.some(({ hidden }) => hidden)
  const shown = (hidden: boolean | undefined): boolean => revealed || !hidden
  const rest = kept && !revealed ? [t('learn.figure.hidden')] : []
  if (figure.kind === 'plane') {
    const walks = figure.walks.filter(({ hidden }) => shown(hidden))
    return [planeText({ ...figure, walks }, currentLanguage()), ...rest].join(' ')
  }
  const lines = figure.lines
    .filter(({ hidden, name }) => shown(hidden) && own(name) !== '')
    .map(({ name, y }) =>
      t('learn.figure.line', {
        ...{ name: own(name), from: number(y[0]!), to: number(y[y.length - 1]!) },
      }),
    )
  const axes = t('learn.figure.plot', { x: own(figure.x.name), y: own(figure.y.name) })
  return [axes, ...lines, ...rest].join(' ')
}
