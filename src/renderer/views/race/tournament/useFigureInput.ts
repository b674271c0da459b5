import { computed, type ComputedRef, type Ref } from 'vue'
import { experimentName, taskName } from '#shared/data/table-name.ts'
import type { FigureInput } from '#shared/tournament/figures/index.ts'
import { laneRanks, rankedStyle } from '#shared/charts/ranked-style.ts'
import { useText } from '#renderer/composables/useText.ts'
import type { TournamentCaption } from '#renderer/export/charts/tournament.ts'
import { currentLanguage } from '#renderer/locales/index.ts'
import { seedsText } from '#renderer/race/start-line.ts'
import { useTournament } from '#renderer/race/tournament.ts'
import { useSettings } from '#renderer/stores/settings.ts'

/**
 * @param budget place of the tuning budget that is looked at
 * @returns what figures are made of, and what exported ones say of it; while a tournament is shown
 */
export function useFigureInput(budget: Readonly<Ref<number>>): {
  readonly input: ComputedRef<FigureInput>
  readonly caption: ComputedRef<TournamentCaption>
} {
  const { t, format } = useText()
  const settings = useSettings()
  const tournament = useTournament()

  const looks = computed(() => {
    const lanes = tournament.spec?.contestants.map(({ lane }) => lane) ?? []
    const ranks = laneRanks(lanes)
    return lanes.map((lane, at) => rankedStyle(lane, ranks[at] ?? 0, settings.theme))
  })
  const input = computed((): FigureInput => {
    const { spec, cells } = tournament
    if (!spec) throw new Error('No tournament is shown.')
    return { spec, cells, budget: budget.value, looks: looks.value, language: currentLanguage() }
  })
  const caption = computed((): TournamentCaption => {
    const { spec } = input.value
    const trials = spec.budgets[budget.value] ?? 0
    return {
      title: experimentName(spec.title ?? '', '', currentLanguage()) || t('tournament.untitled'),
      settings: [
        format.list(spec.tasks.map((task) => taskName(task, currentLanguage()))),
        [
          trials === 0 ? t('tournament.form.untuned') : t('tournament.form.trials', { n: trials }),
          `${t('tournament.form.tuning')} ${seedsText(spec.seeds.tuning)}`,
          `${t('tournament.form.judging')} ${seedsText(spec.seeds.judging)}`,
        ].join(' · '),
      ],
    }
  })
  return { input, caption }
}
