import { useTitle } from '@vueuse/core'
import { computed } from 'vue'
import type { Job } from '#shared/contract/work.ts'
import { experimentName } from '#shared/data/table-name.ts'
import { useText } from '../composables/useText.ts'
import { currentLanguage } from '../locales/index.ts'
import { useLiveRace } from '../stores/race.ts'
import { useWork } from '../stores/work.ts'
import { useRaceView } from '../race/view.ts'
import { useUi, type Stage } from './ui.ts'

/** @returns what a person calls it */
export function jobName({ kind, title, table }: Job): string {
  if (kind === 'tournament' && title === '') return useText().t('work.tournament')
  const name = experimentName(title, table, currentLanguage())
  return kind === 'sweep' ? useText().t('work.sweep', { name }) : name
}

/** @returns the stage that shows it */
export function stageOfJob({ kind, of }: Job): Stage {
  if (kind === 'import') return 'data'
  if (kind === 'export') return 'runs'
  const iris = useLiveRace('iris').race?.id
  return kind === 'race' && of !== undefined && of === iris ? 'iris' : 'race'
}

/** Shows the stage that shows it, with the race or the tournament. */
export function showJob(job: Job): void {
  const stage = stageOfJob(job)
  if (stage === 'race') {
    useRaceView('race').change({ mode: job.kind === 'tournament' ? 'tournament' : 'race' })
  }
  useUi().show(stage)
}

const program = 'Descent Lab'

/** Says in the window's title how far the work is: `43 % · Digits · Descent Lab`. */
export function useWorkTitle(): void {
  const work = useWork()
  const { format } = useText()
  useTitle(
    computed(() => {
      const job = work.underway.find(({ phase }) => phase === 'running')
      if (!job) return program
      const share = job.share === null ? [] : [format.percent(job.share)]
      return [...share, jobName(job), program].join(' · ')
    }),
  )
}
