import type { Theme } from '#shared/charts/theme.ts'
import type { Start } from '#shared/contract/start.ts'
import type { Language } from '#shared/text.ts'

/** How the page looks. */
export interface Look {
  readonly language: Language
  readonly theme: Theme
  /** Of everything, 1 but for a projector. */
  readonly scale: number
}

/** @returns what a person chose, and where they left it to the system, what that has */
export function lookOf(
  { language, theme, projector }: Start,
  systemIsDark: boolean,
  systemLanguage: Language,
): Look {
  const systemTheme = systemIsDark ? 'dark' : 'light'
  return {
    language: language === 'system' ? systemLanguage : language,
    theme: theme === 'system' ? systemTheme : theme,
    scale: projector ? 1.4 : 1,
  }
}

/** Has the document look so. */
export function wear({ language, theme, scale }: Look): void {
  const root = document.documentElement
  root.lang = language
  root.dir = 'ltr'
  root.dataset['theme'] = theme
  root.toggleAttribute('data-projector', scale > 1)
}

/** @returns the first of the system's languages that the page speaks, else English */
export function systemLanguage(): Language {
  for (const tag of navigator.languages) {
    if (tag.startsWith('zh')) return 'zh-CN'
    if (tag.startsWith('en')) return 'en'
  }
  return 'en'
}
