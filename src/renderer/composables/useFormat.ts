import { formats, speech, type Format, type Speech } from '../../shared/words/index.ts'
import { currentLanguage } from '../locales/index.ts'

/** Whatever is asked for is of the language that is present then. */
const format = new Proxy<Format>(formats.en, {
  get: (_, key) => Reflect.get(formats[currentLanguage()], key) as unknown,
})

/** Numbers as the present language writes them. Reactive like `useText`. */
export function useFormat(): Format {
  return format
}

/** @returns what page, report and command line say alike, in the present language; reactive */
export function currentSpeech(): Speech {
  return speech[currentLanguage()]
}
