import { factorKey, productOf, sumOf, type Normal } from './normal.ts'

/** @returns the least parts of two expressions in which all is that they differ in */
export function differing(before: Normal, after: Normal): readonly [before: Normal, after: Normal] {
  const whole = [before, after] as const
  if (before.kind === 'sum' && after.kind === 'sum') {
    const [one, other] = unlike(before.terms, after.terms, ({ key }) => key)
    return within(one.length && other.length ? [sumOf(one), sumOf(other)] : whole, whole)
  }
  if (before.kind === 'product' && after.kind === 'product') {
    const [one, other] = unlike(before.factors, after.factors, factorKey)
    // One factor below a fraction bar each: they are told without it.
    const below = one.length === 1 && other.length === 1 && one[0]!.divides && other[0]!.divides
    if (below) return within([one[0]!.base, other[0]!.base], whole)
    return within(one.length && other.length ? [productOf(one), productOf(other)] : whole, whole)
  }
  if (before.kind === 'other' && after.kind === 'other' && likeHead(before, after)) {
    const at = before.parts.flatMap((part, index) =>
      part.key === after.parts[index]!.key ? [] : [index],
    )
    if (at.length === 1) return differing(before.parts[at[0]!]!, after.parts[at[0]!]!)
  }
  return whole
}

/** Looks further into what is smaller than the whole. */
function within(
  parts: readonly [Normal, Normal],
  whole: readonly [Normal, Normal],
): readonly [Normal, Normal] {
  return parts[0].key === whole[0].key ? whole : differing(...parts)
}

type Other = Normal & { readonly kind: 'other' }

const likeHead = (one: Other, other: Other): boolean =>
  one.parts.length === other.parts.length &&
  one.key.slice(0, one.key.indexOf('(')) === other.key.slice(0, other.key.indexOf('('))

/** @returns what of each list has no counterpart in the other */
function unlike<T>(
  one: readonly T[],
  other: readonly T[],
  keyOf: (each: T) => string,
): readonly [T[], T[]] {
  const rest = [...other]
  const left = one.filter((each) => {
    const at = rest.findIndex((counterpart) => keyOf(counterpart) === keyOf(each))
    if (at >= 0) rest.splice(at, 1)
    return at < 0
  })
  return [left, rest]
}
