import { computed, shallowRef, type ComputedRef } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { SavedFile } from '#shared/contract/runs.ts'
import { useBridge } from '#renderer/composables/useBridge.ts'
import { useErrorText } from '#renderer/composables/useErrorText.ts'
import { useText } from '#renderer/composables/useText.ts'
import { currentLanguage } from '#renderer/locales/index.ts'
import { useTournament } from '#renderer/race/tournament.ts'

/** Brings a tournament's files to the person, and says what came of it. */
export function useTournamentFiles(): {
  readonly said: ComputedRef<string>
  readonly failed: ComputedRef<boolean>
  report(): Promise<void>
  csv(name: string, text: string): Promise<void>
} {
  const { t } = useText()
  const bridge = useBridge()
  const errorText = useErrorText()
  const tournament = useTournament()
  const saved = shallowRef<SavedFile>()
  const failure = shallowRef<ErrorData>()

  async function save(name: string, make: () => Promise<Blob>): Promise<void> {
    saved.value = undefined
    failure.value = undefined
    try {
      saved.value = await bridge.saveFile(name, await make())
    } catch (thrown) {
      failure.value = toErrorData(thrown)
    }
  }

  return {
    said: computed(() => {
      if (failure.value) return errorText(failure.value)
      const { value: file } = saved
      if (!file) return ''
      return file.kind === 'file'
        ? t('tournament.results.saved', { path: file.path })
        : t('tournament.results.downloaded', { name: file.name })
    }),
    failed: computed(() => failure.value !== undefined),
    report: () =>
      save('tournament.html', async () => {
        const id = tournament.record?.id ?? ''
        const language = currentLanguage()
        const { html } = await bridge.laboratory.reportTournament({ id, language })
        return new Blob([html], { type: 'text/html' })
      }),
    csv: (name, text) =>
      save(`tournament-${name}.csv`, async () => new Blob([text], { type: 'text/csv' })),
  }
}
