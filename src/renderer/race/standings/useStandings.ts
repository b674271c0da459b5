import { refThrottled } from '@vueuse/core'
import { computed, ref, toRef, type ComputedRef, type Ref } from 'vue'
import type { StandingColumn } from '#shared/statistics/index.ts'
import type { PanelProps } from './props.ts'
import { StandingsReader, type ReadStandings } from './reader.ts'

/** What the select of lanes holds for the leader. */
export const leader = 'leader'
/** Told apart from the leader, whatever a lane is called. */
export const optionOf = (id: string): string => `lane ${id}`

export const isTime = (column: StandingColumn): boolean =>
  column === 'steps' || column === 'seconds'

export interface StandingsState {
  /** Undefined where nothing that is recorded says how good a run is. */
  readonly standings: ComputedRef<ReadStandings | undefined>
  /** What the table shows. */
  readonly columns: ComputedRef<readonly StandingColumn[]>
  /** What was pressed to sort by. */
  readonly chosen: Ref<StandingColumn | undefined>
  /** The option of the lane to compare with. */
  readonly compared: Ref<string>
  /** Whether any run has not come to its end, of the budget or its own. */
  readonly going: ComputedRef<boolean>
}

/** Keeps the standings of growing recordings: what they are sorted by and compared with. */
export function useStandings(props: PanelProps): StandingsState {
  /** Numbers a person reads need not change more often. */
  const version = refThrottled(
    toRef(() => props.version),
    400,
  )
  const chosen = ref<StandingColumn>()
  const compared = ref(leader)
  const reader = new StandingsReader()

  const axis = computed(() => props.axis ?? 'epoch')
  const time = computed<StandingColumn>(() => (axis.value === 'seconds' ? 'seconds' : 'steps'))
  const standings = computed(() => {
    void version.value
    const wanted = props.lanes.find(({ id }) => optionOf(id) === compared.value)
    const read = (column: StandingColumn): ReturnType<StandingsReader['read']> =>
      reader.read(props, column, wanted?.id)
    const by = chosen.value ?? 'final'
    return read(isTime(by) ? time.value : by)
  })
  const columns = computed<readonly StandingColumn[]>(() => [
    ...(standings.value?.target === undefined ? [] : [time.value]),
    'final',
    'best',
    'area',
  ])
  const going = computed(() => {
    void version.value
    return props.lanes.some(({ tracks, events }) =>
      tracks.some(
        (track, seed) =>
          (track.steps.at(-1) ?? 0) < props.shape.steps &&
          !events.some(({ run, ends }) => run === seed && ends),
      ),
    )
  })
  return { standings, columns, chosen, compared, going }
}
