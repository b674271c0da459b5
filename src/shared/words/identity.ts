import { findOptimizer } from '../optimizers/index.ts'
import type { Identity, KnownRule } from '../own/identify.ts'
import type { Speech } from './index.ts'

/** @returns which built-in rule an own one is, in a sentence or two */
export function identityText(identity: Identity, { words, format }: Speech): string {
  const say = words.identity
  const nameOf = ({ optimizer, convention }: KnownRule): string =>
    say.rule(findOptimizer(optimizer)?.name ?? optimizer, words.conventions[convention])
  switch (identity.kind) {
    case 'same': {
      const { known, digits, only } = identity
      const what =
        digits === 'all' ? say.same(nameOf(known)) : say.equal(nameOf(known), String(digits))
      const hyper = Object.entries(known.hyper).map(([key, value]) => `${key} = ${String(value)}`)
      const under = say.under(hyper.join(', '))
      return format.text([what, under, ...(only.length > 0 ? [say.only(only.join(', '))] : [])])
    }
    case 'settles': {
      const { known, corrects, from } = identity
      const how = { own: say.corrected, known: say.uncorrected, both: say.settles }
      const what = how[corrects ?? 'both'](nameOf(known))
      return from === undefined ? say.late(what) : say.from(what, format.whole(from))
    }
    case 'unknown': {
      const { nearest, distance } = identity
      if (!nearest || distance === undefined) return say.unknown
      return say.nearest(nameOf(nearest), format.percent(distance, 1))
    }
  }
}
