import type { HyperParameter, UpdateRule } from './rule.ts'

/** @returns the parameter's allowed values as mathematicians write an interval: `(0, 1]` */
export function rangeText({ minimum, maximum, exclusive }: HyperParameter['range']): string {
  const open = exclusive === 'minimum' || exclusive === 'both' ? '(' : '['
  const close = exclusive === 'maximum' || exclusive === 'both' ? ')' : ']'
  return `${open}${minimum}, ${maximum}${close}`
}

/** @returns whether the value is allowed; NaN never is */
export function inRange(
  value: number,
  { minimum, maximum, exclusive }: HyperParameter['range'],
): boolean {
  const above = exclusive === 'minimum' || exclusive === 'both' ? value > minimum : value >= minimum
  const below = exclusive === 'maximum' || exclusive === 'both' ? value < maximum : value <= maximum
  return above && below
}

/** @returns what is wrong with one hyper-parameter or flag of a rule, in English; undefined if nothing is */
export function hyperFault(
  rule: UpdateRule,
  key: string,
  value: number | boolean,
): string | undefined {
  if (rule.flags?.some((flag) => flag.key === key)) {
    return typeof value === 'boolean' ? undefined : 'must be true or false'
  }
  const declared = rule.hyper.find((parameter) => parameter.key === key)
  if (!declared) {
    const known = [...rule.hyper, ...(rule.flags ?? [])].map((each) => each.key)
    return `there is no hyper-parameter '${key}', only ${known.join(', ')}`
  }
  if (typeof value !== 'number') return 'must be a number'
  if (inRange(value, declared.range)) return undefined
  return `must lie in ${rangeText(declared.range)}, is ${value}`
}
