import type { LostSteps, RunDamage } from '../../../shared/contract/runs.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useText } from '../../composables/useText.ts'

/** Lanes or seeds that are named one by one. */
const mostNamed = 6

/** @returns what of a run is damaged and what is lost with it, a sentence each, in the present language */
export function damageLines({ files, lines, ranges, steps }: RunDamage): string[] {
  const { t } = useText()
  const format = useFormat()
  const few = (names: readonly string[]): string =>
    names.length <= mostNamed
      ? format.list(names)
      : t('runs.damage.andMore', { names: format.list(names.slice(0, mostNamed)) })
  const range = ([from, to]: readonly [number, number]): string =>
    from === to ? format.whole(from) : `${format.whole(from)}–${format.whole(to)}`
  const lostText = ({ lanes, seeds, from, to }: LostSteps): string =>
    t('runs.damage.steps', {
      steps: range([from, to]),
      lanes: few(lanes),
      seeds: few(seeds.map(String)),
    })
  const isCheckpoint = (file: string): boolean => file.startsWith('checkpoint-')
  return [
    ...files.map((file) =>
      isCheckpoint(file) ? t('runs.damage.checkpoint', { file }) : t('runs.damage.file', { file }),
    ),
    ...(lines > 0 ? [t('runs.damage.lines', { n: lines, which: few(ranges.map(range)) })] : []),
    ...(lines > 0 && steps.length === 0 ? [t('runs.damage.noSteps')] : []),
    ...steps.map(lostText),
  ]
}
