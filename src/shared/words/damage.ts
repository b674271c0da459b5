import type { LostSteps, RunDamage } from '../contract/runs.ts'
import type { Speech } from './index.ts'

/** How many lanes and seeds are named one by one. */
const mostNamed = 6

/** @returns what of a run is damaged and what is lost with it, a sentence each */
export function damageLines(damage: RunDamage, { words, format }: Speech): string[] {
  const { files, lines, ranges, steps } = damage
  const told = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0)
  const which = ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`))
  const list = (names: readonly (string | number)[], all: boolean): string =>
    format.list([...names.map(String), ...(all ? [] : [words.damage.more])])
  const few = (names: readonly (string | number)[]): string =>
    list(names.slice(0, mostNamed), names.length <= mostNamed)
  const lost = ({ lanes, seeds, from, to }: LostSteps): string =>
    words.damage.steps(String(from), String(to), few(lanes), few(seeds), seeds.length > 1)
  return [
    ...files.map((file) => words.damage[/^checkpoint-/.test(file) ? 'checkpoint' : 'file'](file)),
    ...(lines > 0 ? [words.damage.lines(lines, list(which, told >= lines))] : []),
    ...(lines > 0 && steps.length === 0 ? [words.damage.noSteps] : []),
    ...steps.map(lost),
  ]
}
