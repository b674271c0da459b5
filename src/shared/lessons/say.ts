import type { Language } from '../text.ts'
import { formats } from '../words/format.ts'
import type { Facts } from './types.ts'

/** @returns a lesson's text with its numbers, as the language writes them, in three digits */
export function say(text: string, facts: Facts, language: Language): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = facts[name]
    if (fact === undefined) return whole
    return typeof fact === 'number' ? factText(fact, language) : fact[language]
  })
}

/** Whole numbers up to a million stand whole; others have three digits. */
export function factText(value: number, language: Language): string {
  const format = formats[language]
  const whole = Number.isInteger(value) && Math.abs(value) < 1e6
  return whole ? format.whole(value) : format.short(value, 3)
}

/**
 * @returns how many words a text has; of Chinese, two characters count as a word, and each run of Latin
 *   letters or digits as one
 */
export function wordCount(text: string, language: Language): number {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0
  if (language === 'en') return count(/[\p{L}\p{N}’{}.]+/gu)
  return count(/\p{Script=Han}/gu) / 2 + count(/[A-Za-z0-9.{}η]+/g)
}
