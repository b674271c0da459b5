import { ref, type Ref } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import { useBridge } from '../composables/useBridge.ts'
import { useText } from '../composables/useText.ts'
import { currentLanguage } from '../locales/index.ts'
import { useSettings } from '../stores/settings.ts'
import type { Charts } from './charts/types.ts'
import type { ExportedChart } from './figure.ts'
import type { FilmForm } from './film/shoot.ts'
import type { MakeOptions, PictureForm } from './make.ts'
import { useExportOptions } from './store.ts'

/** How far an export is. */
export type ExportState =
  | { readonly kind: 'idle' | 'waiting' | 'drawing' | 'saving' | 'copied' | 'nothing' | 'unshown' }
  | { readonly kind: 'filming'; readonly share: number }
  | { readonly kind: 'saved'; readonly path: string }
  | { readonly kind: 'downloaded'; readonly name: string }
  | { readonly kind: 'failed'; readonly error: ErrorData }

export const isBusy = ({ kind }: ExportState): boolean =>
  kind === 'waiting' || kind === 'drawing' || kind === 'filming' || kind === 'saving'

export interface Exporting {
  readonly state: Readonly<Ref<ExportState>>
  save(form: PictureForm): Promise<void>
  copy(): Promise<void>
  /** Makes a film of the chart. */
  shoot(form: FilmForm): Promise<void>
  /** Shows what was saved in the system's file manager. */
  show(): Promise<void>
  reset(): void
}

/**
 * Makes a chart's files and brings them to the person, one at a time.
 *
 * @param chart undefined as long as there is nothing on it
 * @param ready resolves when all of the chart that is being computed as it is asked for is there
 */
export function useExport(
  chart: (charts: Charts) => ExportedChart | undefined,
  ready: () => Promise<unknown> = () => Promise.resolve(),
): Exporting {
  const { t } = useText()
  const bridge = useBridge()
  const settings = useSettings()
  const chosen = useExportOptions()
  const state = ref<ExportState>({ kind: 'idle' })

  /** A click while a picture is drawn or asked about does nothing. */
  const busy = (): boolean => isBusy(state.value)

  async function options(): Promise<MakeOptions> {
    const { version } = await bridge.laboratory.describe()
    const day = new Date()
    const date = day.toLocaleDateString(currentLanguage(), { dateStyle: 'long' })
    return {
      day,
      theme: chosen.asOnScreen ? settings.theme : 'light',
      caption: chosen.caption,
      signature: t('export.signature', { version, date }),
    }
  }

  async function deliver(name: string, data: Blob): Promise<ExportState> {
    state.value = { kind: 'saving' }
    const saved = await bridge.saveFile(name, data)
    if (!saved) return { kind: 'idle' }
    return saved.kind === 'file'
      ? { kind: 'saved', path: saved.path }
      : { kind: 'downloaded', name: saved.name }
  }

  /** Has the work done, and says what comes of it. */
  async function attempt(work: (chart: ExportedChart) => Promise<ExportState>): Promise<void> {
    if (busy()) return
    state.value = { kind: 'waiting' }
    try {
      await ready()
      state.value = { kind: 'drawing' }
      // What is long to draw comes after the page has said that it is drawn.
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
      const now = chart(await import('./charts/index.ts'))
      state.value = now ? await work(now) : { kind: 'nothing' }
    } catch (thrown) {
      state.value = { kind: 'failed', error: toErrorData(thrown) }
    }
  }

  return {
    state,
    save: (form) =>
      attempt(async (now) => {
        const { makeFile } = await import('./make.ts')
        const file = await makeFile(now, form, await options())
        return file ? deliver(file.name, file.data) : { kind: 'nothing' }
      }),
    shoot: (form) =>
      attempt(async (now) => {
        const film = now.film?.()
        if (!film) return { kind: 'nothing' }
        const [{ shoot }, { fileName }] = await Promise.all([
          import('./film/shoot.ts'),
          import('./file-name.ts'),
        ])
        const { theme, signature, day } = await options()
        const data = await shoot(film, form, {
          ...{ theme, signature, language: currentLanguage() },
          words: {
            play: t('surface.transport.play'),
            pause: t('control.pause'),
            position: t('export.film.position'),
            theme: t('export.film.theme'),
          },
          progress: (share) => (state.value = { kind: 'filming', share }),
        })
        return deliver(fileName(now.title, day, form), data)
      }),
    copy: () =>
      attempt(async (now) => {
        const { makeCopy } = await import('./make.ts')
        const png = await makeCopy(now, await options())
        if (!png) return { kind: 'nothing' }
        await bridge.copyImage(png)
        return { kind: 'copied' }
      }),
    async show() {
      const { value: now } = state
      if (now.kind !== 'saved') return
      try {
        if (!(await bridge.laboratory.showFile({ path: now.path }))) {
          state.value = { kind: 'unshown' }
        }
      } catch (thrown) {
        state.value = { kind: 'failed', error: toErrorData(thrown) }
      }
    },
    reset() {
      if (!busy()) state.value = { kind: 'idle' }
    },
  }
}
