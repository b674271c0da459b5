import { languages, type Language } from '../text.ts'

/** What of the settings decides how the page begins, before schemas are loaded and the rest is asked for. */
export interface Start {
  /** Nobody has used this program yet: it opens with the first minute. */
  readonly first: boolean
  readonly language: Language | 'system'
  readonly theme: 'light' | 'dark' | 'system'
  readonly projector: boolean
}

/** The file of the page that holds those settings; the shell answers it anew each time. */
export const startFile = 'start.json'

const themes = ['light', 'dark'] as const

/** @param settings as they are kept; what cannot be understood there is the default */
export function startOf(settings: unknown): Start {
  const { language, theme, projector, stage, learn } = parts(settings)
  return {
    first: stage === undefined && parts(learn)['begun'] !== true,
    language: languages.find((each) => each === language) ?? 'system',
    theme: themes.find((each) => each === theme) ?? 'system',
    projector: projector === true,
  }
}

/** @returns those of the settings that {@link startOf} reads */
export function startParts(settings: unknown): object {
  const { language, theme, projector, stage, learn } = parts(settings)
  return { language, theme, projector, stage, learn: { begun: parts(learn)['begun'] } }
}

const parts = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
