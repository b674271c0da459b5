import { useEventListener, usePreferredDark } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watchEffect } from 'vue'
import { settingsSchema, type Settings } from '#shared/contract/calls.ts'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import { startOf } from '#shared/contract/start.ts'
import { useBridge } from '../composables/useBridge.ts'
import { setLanguage } from '../locales/index.ts'
import { lookOf, systemLanguage as preferred, wear } from './look.ts'

/** What the person chose, kept by the laboratory, and what follows from it on the page. */
export const useSettings = defineStore('settings', () => {
  const bridge = useBridge()
  const settings = shallowRef(settingsSchema.parse({}))
  const failure = shallowRef<ErrorData>()
  const systemIsDark = usePreferredDark()
  const systemLanguage = ref(preferred())

  const look = computed(() =>
    lookOf(startOf(settings.value), systemIsDark.value, systemLanguage.value),
  )
  const language = computed(() => look.value.language)
  const theme = computed(() => look.value.theme)
  /** Nobody has used this program yet: it opens with the first minute. */
  const firstStart = computed(() => startOf(settings.value).first)
  const scale = computed(() => look.value.scale)

  useEventListener(window, 'languagechange', () => (systemLanguage.value = preferred()))

  watchEffect(() => {
    setLanguage(language.value)
    wear(look.value)
  })

  bridge.onEvent((event) => {
    // News of a change of this page may come when a later one is under way.
    if (event.kind === 'settings' && pending === 0) settings.value = event.settings
  })

  /** Changes that are not answered yet. */
  let pending = 0

  async function load(): Promise<void> {
    try {
      settings.value = await bridge.laboratory.readSettings()
    } catch (thrown) {
      failure.value = toErrorData(thrown)
    }
  }

  /** Counts changes: an answer that a later change has overtaken says nothing any more. */
  let changes = 0

  /** Shown at once; taken back when the laboratory cannot keep it. */
  async function change(part: Partial<Settings>): Promise<void> {
    const before = settings.value
    const mine = ++changes
    settings.value = { ...before, ...part }
    pending++
    try {
      const stored = await bridge.laboratory.writeSettings(settings.value)
      if (mine === changes) settings.value = stored
      failure.value = undefined
    } catch (thrown) {
      if (mine === changes) settings.value = before
      failure.value = toErrorData(thrown)
    } finally {
      pending--
    }
  }

  function toggleTheme(): void {
    void change({ theme: theme.value === 'dark' ? 'light' : 'dark' })
  }

  function toggleLanguage(): void {
    void change({ language: language.value === 'en' ? 'zh-CN' : 'en' })
  }

  return {
    settings,
    failure,
    look,
    language,
    theme,
    firstStart,
    scale,
    load,
    change,
    toggleTheme,
    toggleLanguage,
  }
})
