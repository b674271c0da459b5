import { createI18n } from 'vue-i18n'
import type { Language } from '#shared/text.ts'
import { en } from './en/index.ts'
import { zhCN } from './zh-CN/index.ts'

/** The one translator of the page. */
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en, 'zh-CN': zhCN },
})

/** @returns the language now shown; reactive */
export function currentLanguage(): Language {
  return i18n.global.locale.value
}

export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
}
