import type { Language } from '../text.ts'
import { en, type Words } from './en.ts'
import { formats, type Format } from './format.ts'
import { zhCN } from './zh-CN.ts'

export type { Words } from './en.ts'
export { formats, type Format } from './format.ts'
export { answerLines } from './answer.ts'
export { damageLines } from './damage.ts'
export { eventLines, eventText } from './events.ts'
export { identityText } from './identity.ts'
export { tournamentLines } from './tournament.ts'
export { chanceText, evidenceLines, intervalText, verdictText } from './verdict.ts'

/** A language's words, and how it writes numbers. */
export interface Speech {
  readonly words: Words
  readonly format: Format
}

/** What page, report and command line say alike, by language. */
export const speech: Readonly<Record<Language, Speech>> = {
  en: { words: en, format: formats.en },
  'zh-CN': { words: zhCN, format: formats['zh-CN'] },
}
