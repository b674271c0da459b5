import type { Convention, HyperValues, UpdateRule } from '#shared/optimizers/index.ts'
import { useText } from '#renderer/composables/useText.ts'
import { plainSymbol } from '#shared/words/symbols.ts'

const { t, own, format } = useText()

/** @returns whose rule it is and every hyper-parameter, in a line */
export function settingText(rule: UpdateRule, hyper: HyperValues, convention: Convention): string {
  const numbers = rule.hyper.map(
    ({ key, symbol }) => `${plainSymbol(symbol)} ${format.short(Number(hyper[key]), 4)}`,
  )
  const flags = (rule.flags ?? []).flatMap(({ key, label }) => (hyper[key] ? [own(label)] : []))
  return [t(`conventions.${convention}`), ...numbers, ...flags].join(' · ')
}

/** @returns a share of the way: what is small is not rounded to nothing */
export function wayText(share: number): string {
  return share < 0.001 ? `< ${format.percent(0.001, 1)}` : format.percent(share, 1)
}
