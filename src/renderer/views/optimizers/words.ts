import type { Convention, HyperValues, UpdateRule } from '#shared/optimizers/index.ts'
import { useText } from '#renderer/composables/useText.ts'
import { plainSymbol } from '#renderer/race/symbols.ts'

const { t, own, format } = useText()

/** @returns whose rule it is and every hyper-parameter, in a line */
export function settingText(rule: UpdateRule, hyper: HyperValues, convention: Convention): string {
  const numbers = rule.hyper.map(
    ({ key, symbol }) => `${plainSymbol(symbol)} ${format.short(Number(hyper[key]), 4)}`,
  )
  const flags = (rule.flags ?? []).flatMap(({ key, label }) => (hyper[key] ? [own(label)] : []))
  return [t(`conventions.${convention}`), ...numbers, ...flags].join(' · ')
}
