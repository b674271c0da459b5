import { computed, type ComputedRef } from 'vue'
import {
  higherIsBetter,
  type LaneStanding,
  type StandingColumn,
  type Standings,
} from '#shared/statistics/index.ts'
import { inSentence } from '#shared/metrics/index.ts'
import type { LineStyle } from '#shared/charts/palette.ts'
import { evidenceLines, intervalText, verdictText } from '#shared/words/index.ts'
import { currentSpeech, useText } from '#renderer/composables/useText.ts'
import type { PanelProps } from './props.ts'
import { metricWriter, type Writer } from './words.ts'
import { isTime, leader, optionOf, type StandingsState } from './useStandings.ts'

/** A column's head. */
export interface StandingHead {
  readonly column: StandingColumn
  readonly title: string
  readonly unit: string
  /** What the column means. */
  readonly hint: string
  readonly ordered: boolean
}

/** One lane as the table says it. */
export interface StandingRow {
  readonly key: string
  readonly rank: number
  readonly name: string
  readonly look: LineStyle | undefined
  readonly outcome: 'ahead' | 'behind' | 'none' | 'reference'
  readonly verdict: string
  /** How the verdict came about; nothing where there is nothing to compare. */
  readonly evidence: readonly string[]
  readonly reached: string
  readonly lost: string
  readonly cells: readonly {
    readonly column: StandingColumn
    readonly ordered: boolean
    readonly median: string
    /** Whether the median is a word instead of a number. */
    readonly word: boolean
    readonly interval: string
  }[]
}

export interface StandingWords {
  readonly heads: ComputedRef<readonly StandingHead[]>
  readonly rows: ComputedRef<readonly StandingRow[]>
  readonly metricName: ComputedRef<string>
  readonly better: ComputedRef<string>
  readonly soFar: ComputedRef<string>
  readonly label: ComputedRef<string>
  readonly note: ComputedRef<string>
  readonly remark: ComputedRef<string>
  readonly options: ComputedRef<readonly { readonly value: string; readonly text: string }[]>
}

/** What the table and the lines around it say, in the present language. */
export function useStandingWords(props: PanelProps, state: StandingsState): StandingWords {
  const { t, format } = useText()
  const { standings, columns, going } = state
  const axis = (): NonNullable<PanelProps['axis']> => props.axis ?? 'epoch'

  function timeText(value: number): string {
    if (Number.isNaN(value)) return t('common.none')
    if (!Number.isFinite(value)) {
      return t(`racePanels.standings.${going.value ? 'notYet' : 'never'}`)
    }
    if (axis() === 'seconds') return format.fixed(value, value < 10 ? 2 : 1)
    if (axis() === 'step') return format.whole(value)
    const { stepsPerEpoch } = props.shape
    const epochs = value / stepsPerEpoch
    return Number.isInteger(epochs) ? format.whole(epochs) : format.fixed(epochs, 2)
  }

  function writersOf(digits: number): Readonly<Record<StandingColumn, Writer>> {
    const { value: now } = standings
    const metric = now?.metric ?? 'trainLoss'
    const of = (column: StandingColumn): Writer =>
      metricWriter(
        metric,
        (now?.lanes ?? []).map((lane) => lane.columns[column].median),
        t('racePanels.standings.diverged'),
        digits,
      )
    return {
      steps: timeText,
      seconds: timeText,
      final: of('final'),
      best: of('best'),
      area: of('area'),
    }
  }
  const writers = computed(() => writersOf(3))
  /** Of intervals: nobody reads their third digit. */
  const coarse = computed(() => writersOf(2))

  const unit = computed(() => {
    if (axis() === 'seconds') return 's'
    return axis() === 'step' ? t('racePanels.standings.step') : t('racePanels.standings.epoch')
  })

  const heads = computed(() =>
    columns.value.map((column) => {
      const title = t(`racePanels.standings.columns.${column}`)
      const target = format.short(standings.value?.target ?? NaN, 4)
      return {
        column,
        title,
        unit: isTime(column) ? unit.value : '',
        hint: isTime(column)
          ? t(`racePanels.standings.explain.${column === 'seconds' ? 'timeSeconds' : 'time'}`, {
              target,
            })
          : t(`racePanels.standings.explain.${column as 'final' | 'best' | 'area'}`),
        ordered: standings.value?.orderBy === column,
      }
    }),
  )

  const nameOf = (lane: number): string => props.lanes[lane]?.name ?? ''

  /** A difference in the metric's own size. */
  const differenceWriter = computed<Writer>(() => {
    const { value: now } = standings
    if (!now) return timeText
    const differences = now.lanes.map(({ comparison }) => comparison?.difference.median ?? NaN)
    return metricWriter(now.metric, differences, t('racePanels.standings.diverged'))
  })

  /** One seed shows nothing; that is said once, below. */
  function saidOf({ comparison }: LaneStanding, now: Standings, other: string): string {
    if (!comparison) return t(`racePanels.standings.${now.leads ? 'leads' : 'chosen'}`)
    if (comparison.reason === 'one-seed') return ''
    return verdictText(comparison, other, currentSpeech())
  }

  const rows = computed((): StandingRow[] => {
    const { value: now } = standings
    if (!now || now.step === 0) return []
    const other = nameOf(now.reference)
    return now.lanes.map((standing) => {
      const lane = props.lanes[standing.lane]
      const { comparison, reached, diverged, seeds } = standing
      const counts = { seeds: format.whole(seeds) }
      return {
        key: lane?.id ?? String(standing.lane),
        rank: standing.rank,
        name: lane?.name ?? '',
        look: lane?.look,
        outcome: comparison?.outcome ?? 'reference',
        verdict: saidOf(standing, now, other),
        // What one seed shows is no evidence.
        evidence:
          comparison && comparison.seeds > 1
            ? evidenceLines(comparison, differenceWriter.value, currentSpeech())
            : [],
        reached:
          reached > 0 && reached < seeds
            ? t('racePanels.standings.reached', { ...counts, count: format.whole(reached) })
            : '',
        lost:
          diverged > 0
            ? t('racePanels.standings.lost', { ...counts, count: format.whole(diverged) })
            : '',
        cells: columns.value.map((column) => {
          const estimate = standing.columns[column]
          const write = writers.value[column]
          const interval = intervalText(estimate, coarse.value[column], currentSpeech())
          const median = write(estimate.median)
          const word = !Number.isFinite(estimate.median)
          const ordered = column === now.orderBy
          return { column, ordered, median, word, interval: interval === median ? '' : interval }
        }),
      }
    })
  })

  const metricName = computed(() => {
    const { value: now } = standings
    return now ? inSentence(t(`metric.${now.metric}`)) : ''
  })

  /** While runs go on: up to where all lanes are counted. */
  const soFar = computed(() => {
    const { value: now } = standings
    if (!now || !going.value || rows.value.length === 0) return ''
    const epoch = format.fixed(now.step / props.shape.stepsPerEpoch, 1)
    return t('racePanels.standings.soFar', { epoch })
  })

  const caption = computed(() => {
    const first = standings.value?.lanes[0]
    if (!first) return ''
    const median = t('racePanels.standings.interval', { n: first.seeds })
    const { kind } = first.columns.final
    if (kind === 'interval') return t('racePanels.standings.withInterval', { median })
    return kind === 'range' ? t('racePanels.standings.withRange', { median }) : ''
  })

  /** Said once below the table, not on every line of it. */
  const remark = computed(() => {
    const { value: now } = standings
    if (!now || rows.value.length === 0) return ''
    const any = now.lanes.find(({ comparison }) => comparison)?.comparison
    if (!any) return t('racePanels.standings.alone')
    // Of a race that is over the card above says so.
    if (any.reason === 'one-seed' && !going.value) return ''
    if (any.reason === 'one-seed') return `${currentSpeech().words.verdict.oneSeed}.`
    if (any.reason !== 'too-few' || any.comparisons < 2 || !now.leads) return ''
    return t('racePanels.standings.needs', {
      lanes: format.whole(now.lanes.length),
      comparisons: format.whole(any.comparisons),
      needed: format.whole(any.seedsNeeded),
    })
  })

  /** Over what the seeds vary, that is for what a verdict holds. */
  const scope = computed(() => {
    const { start, seeds, split } = props.spec
    if (start || seeds.length < 2) return ''
    const own = split.seed === 'run' || split.folds !== undefined
    return t(own ? 'racePanels.standings.ownSplits' : 'racePanels.standings.oneSplit')
  })

  const clock = computed(() =>
    rows.value.length > 0 && columns.value.includes('seconds')
      ? t('racePanels.standings.clock')
      : '',
  )

  const note = computed(() => format.text([caption.value, scope.value, clock.value]))

  const options = computed(() => [
    { value: leader, text: t('racePanels.standings.leader') },
    ...props.lanes.map(({ id, name }) => ({ value: optionOf(id), text: name })),
  ])
  const label = computed(() =>
    t('racePanels.standings.label', {
      metric: metricName.value,
      column: t(`racePanels.standings.columns.${standings.value?.orderBy ?? 'final'}`),
    }),
  )
  const better = computed(() => {
    const { value: now } = standings
    return now && higherIsBetter(now.metric)
      ? t('racePanels.standings.higher')
      : t('racePanels.standings.lower')
  })

  return { heads, rows, metricName, better, soFar, label, note, remark, options }
}
