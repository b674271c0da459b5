import { soundLines } from '../log-reader.ts'
import type { WriteFiles } from './types.ts'

/** The log as it is: what cannot be read of it, like a line torn by a power cut, is left out. */
export const jsonlFiles: WriteFiles = ({ folder }) => [
  { name: 'log.jsonl', content: wholeLines(folder) },
]

/** Some bytes together: a write for every line would be slow. */
const chunk = 256 * 1024

async function* wholeLines(folder: string): AsyncGenerator<string> {
  let text = ''
  for await (const line of soundLines(folder)) {
    text += `${line}\n`
    if (text.length < chunk) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}
