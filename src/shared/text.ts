/** The languages the program speaks, in the order the settings list them. */
export const languages = ['en', 'zh-CN'] as const

export type Language = (typeof languages)[number]

/** A short text that a definition declares about itself, in every language. */
export type LocalizedText = Readonly<Record<Language, string>>
