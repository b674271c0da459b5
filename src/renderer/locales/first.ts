import type { Language } from '#shared/text.ts'
import { firstEn, type FirstWords } from './en/first.ts'
import { firstZhCN } from './zh-CN/first.ts'

/** What a first start says: apart from all other texts, which take longer to load than it may. */
export const firstWords: Readonly<Record<Language, FirstWords>> = {
  en: firstEn,
  'zh-CN': firstZhCN,
}
