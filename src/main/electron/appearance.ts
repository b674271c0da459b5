import { readFileSync } from 'node:fs'
import type { Settings } from '#shared/contract/calls.ts'
import { languages } from '#shared/text.ts'

/** What the window needs of the settings to be painted. */
type Appearance = Pick<Settings, 'language' | 'theme'>

const themes = ['light', 'dark'] as const

/**
 * Reads it before there is a laboratory, whose schemas take longer than the window.
 *
 * @param path of the settings; what cannot be understood there is the system's choice
 */
export function readAppearance(path: string): Appearance {
  let kept: Record<string, unknown> = {}
  try {
    kept = { ...(JSON.parse(readFileSync(path, 'utf8')) as object) }
  } catch {
    // None yet, or none that can be read: the laboratory says so.
  }
  const { language, theme } = kept
  return {
    language: languages.find((each) => each === language) ?? 'system',
    theme: themes.find((each) => each === theme) ?? 'system',
  }
}
