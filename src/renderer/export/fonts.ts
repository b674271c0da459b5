import interGreek from '@fontsource-variable/inter/files/inter-greek-wght-normal.woff2?url'
import interExtended from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?url'
import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import monoGreek from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-greek-wght-normal.woff2?url'
import mono from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url'

/** The bundled faces' files, with the signs each is for. */
const files = [
  ['Inter Variable', inter, 'U+0000-00FF,U+0131,U+2000-22FF,U+25A0-27BF'],
  ['Inter Variable', interExtended, 'U+0100-02FF,U+1E00-1EFF'],
  ['Inter Variable', interGreek, 'U+0370-03FF'],
  ['JetBrains Mono Variable', mono, 'U+0000-00FF,U+0131,U+2000-22FF,U+25A0-27BF'],
  ['JetBrains Mono Variable', monoGreek, 'U+0370-03FF'],
] as const

async function dataAddress(url: string): Promise<string> {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return `data:font/woff2;base64,${btoa(text)}`
}

let known: Promise<string> | undefined

/** @returns rules that hold the faces themselves: an image of SVG does not see the page's */
export function fontRules(): Promise<string> {
  known ??= Promise.all(
    files.map(
      async ([family, url, range]) =>
        `@font-face{font-family:'${family}';font-weight:100 900;src:url(${await dataAddress(url)}) format('woff2');unicode-range:${range}}`,
    ),
  ).then(
    (rules) => rules.join(''),
    (error: unknown) => {
      // The next picture tries again.
      known = undefined
      throw error
    },
  )
  return known
}
