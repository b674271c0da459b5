import type { LocalizedText } from '#shared/text.ts'
import { formats, speech, type Format, type Speech } from '#shared/words/index.ts'
import { currentLanguage, i18n } from '../locales/index.ts'
import type { MessageKey, MessageNames } from '../locales/types.ts'

type Values<Key extends MessageKey> = Readonly<Record<MessageNames<Key>, string | number>>

/** A text that names nothing is asked for alone; one that names something must be given it. */
type Arguments<Key extends MessageKey> = [MessageNames<Key>] extends [never]
  ? []
  : [values: Values<Key>]

export interface Text {
  /** @returns the text in the present language; a numeric `n` also chooses singular or plural */
  t<Key extends MessageKey>(key: Key, ...values: Arguments<Key>): string
  /** @returns what a definition says of itself, in the present language */
  own(text: LocalizedText): string
  /** Numbers as the present language writes them. */
  readonly format: Format
}

const text: Text = {
  t: (key, ...[values]) => translate(key, values),
  own: (localized) => localized[currentLanguage()],
  // Whatever is asked for is of the language that is present then.
  format: new Proxy(formats.en, {
    get: (_, key) => Reflect.get(formats[currentLanguage()], key) as unknown,
  }),
}

function translate(
  key: MessageKey,
  values: Readonly<Record<string, string | number>> | undefined,
): string {
  if (!values) return i18n.global.t(key)
  const { n } = values
  if (typeof n !== 'number') return i18n.global.t(key, values)
  const shown = n.toLocaleString(currentLanguage(), { maximumFractionDigits: 20 })
  return i18n.global.t(key, { ...values, n: shown }, n)
}

/** The page's words and numbers. Reactive: what is read in a template or a computed follows the language. */
export function useText(): Text {
  return text
}

/** @returns what page, report and command line say alike, in the present language; reactive */
export function currentSpeech(): Speech {
  return speech[currentLanguage()]
}
