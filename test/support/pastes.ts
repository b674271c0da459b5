import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Functions as tutorials have them, in test/fixtures/pastes. */
export const pastes = ['adagrad', 'rmsprop', 'adadelta', 'momentum', 'adam'] as const

export type PasteName = (typeof pastes)[number]

export function pasteOf(name: PasteName): string {
  return readFileSync(join(import.meta.dirname, `../fixtures/pastes/${name}.py`), 'utf8')
}

/** What web pages, terminals and clipboards make of a text. */
export const mangled: Readonly<Record<string, (text: string) => string>> = {
  'in one line': (text) => text.replace(/\s*\n\s*/g, ' '),
  'in one line, without a blank': (text) =>
    text
      .replace(/#.*/g, '')
      .replace(/\)\s*\n\s*/g, ')')
      .replace(/\s*\n\s*/g, ' '),
  'without indentation': (text) => text.replace(/\n[ ]*/g, '\n'),
  'with doubled line breaks': (text) => text.replaceAll('\n', '\r\n\r\n'),
  'with line numbers': (text) =>
    text
      .split('\n')
      .map((line, at) => `${at + 1} ${line}`)
      .join('\n'),
  'with line numbers between': (text) =>
    text
      .split('\n')
      .map((line, at) => `${at + 1}\n${line}`)
      .join('\n'),
  'with prompts': (text) =>
    text
      .split('\n')
      .map((line) => `${/^\S/.test(line) ? '>>>' : '...'} ${line}`)
      .join('\n'),
  'with tabs and other blanks': (text) =>
    text.replaceAll('    ', '\t').replaceAll(' = ', '\u00A0=\u00A0'),
  'with typographic quotes': (text) => text.replace(/['"](\w+)['"]/g, '‘$1’'),
}
