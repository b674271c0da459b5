import type { Encoding } from '#shared/experiment/source.ts'
import { isJson, longestRecord, parseRecord, type ParsedRecord } from './json-text.ts'
import { decodeFile } from './normalise.ts'

/** How records stand in a file: one a line, one after another, in a list or not, or each after a mark. */
export type JsonForm = 'lines' | 'values' | 'sequence'

/** Each record of a sequence (RFC 7464) begins with it. */
const recordMark = '\u001e'

export type JsonRecord = {
  readonly line: number
  /** Whether the file is one list, of which this is an element. */
  readonly listed: boolean
} & ParsedRecord

/** Whether a text is JSON, by its beginning; undefined when it is not. */
export function findJson(head: string): JsonForm | undefined {
  const text = head.trimStart()
  if (text.startsWith(recordMark) && /^\s*[[{]/.test(text.slice(1))) return 'sequence'
  const [line = ''] = text.split(/\r\n|\r|\n/, 1)
  const first = line.trimEnd()
  if (text.startsWith('{')) {
    if (isJson(first)) return 'lines'
    // Keys in single quotation marks, or in none, are no JSON, but no table of delimiters either.
    if (/^\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|'|[A-Za-z_$][\w$]*\s*:|\})/.test(text)) return 'values'
  }
  // One list of records, or of rows.
  if (/^\[\s*(?:[[{]|\])/.test(text)) return 'values'
  if (/^\[.*\]$/.test(first) && isJson(first)) return text.trim() === first ? 'values' : 'lines'
  // One list of values, over several lines.
  const value = /^\[\s*(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|NaN)\s*,?\s*[\r\n]/
  if (text.startsWith('[') && !first.endsWith(']') && value.test(text)) return 'values'
  return undefined
}

/** The records of a file, each with the line on which it begins. */
export async function* readJsonRecords(
  path: string,
  encoding: Encoding,
  form: JsonForm,
  onProgress: (bytes: number) => void,
): AsyncGenerator<JsonRecord> {
  const cutter = { lines: cutLines, values: cutValues, sequence: cutSequence }[form]()
  const records = (cuts: readonly Cut[]): JsonRecord[] =>
    cuts.map(({ line, text }) => ({ line, listed: cutter.listed(), ...parseRecord(text) }))
  let done = 0
  for await (const piece of decodeFile(path, encoding)) {
    yield* records(cutter.take(piece.replace(/\r\n?/g, '\n')))
    done += Buffer.byteLength(piece)
    onProgress(done)
  }
  yield* records(cutter.end())
}

interface Cut {
  readonly line: number
  readonly text: string
}

interface Cutter {
  take(text: string): Cut[]
  end(): Cut[]
  /** Whether there is a list around all that was cut so far. */
  listed(): boolean
}

/** A record a line: what is wrong with one is no matter of the next. */
function cutLines(): Cutter {
  let line = 1
  let held = ''
  const cutOf = (text: string): Cut[] => (text.trim() === '' ? [] : [{ line, text }])
  return {
    take(text) {
      const parts = (held + text).split('\n')
      held = parts.pop()!
      return parts.flatMap((part) => {
        const cut = cutOf(part)
        line++
        return cut
      })
    },
    end: () => cutOf(held),
    listed: () => false,
  }
}

/** A record after each mark, however many lines it has. */
function cutSequence(): Cutter {
  let line = 1
  let held = ''
  const cutOf = (text: string): Cut[] => {
    const began = line + /^\s*/.exec(text)![0].split('\n').length - 1
    line += text.split('\n').length - 1
    return text.trim() === '' ? [] : [{ line: began, text: text.trim() }]
  }
  return {
    take(text) {
      const parts = (held + text).split(recordMark)
      held = parts.pop()!
      return parts.flatMap(cutOf)
    },
    end: () => cutOf(held),
    listed: () => false,
  }
}

/** Records by their brackets, in a list around all of them or not. */
function cutValues(): Cutter {
  let line = 1
  let began = 1
  let held: string[] = []
  let length = 0
  let depth = 0
  let text = false
  let escaped = false
  /** Nothing but white space has come; the first bracket may be the one around all records. */
  let first = true
  let listed = false

  const cut = (): Cut[] => {
    const record = held.join('').trim()
    held = []
    length = 0
    return record === '' ? [] : [{ line: began, text: record }]
  }

  return {
    take(piece) {
      const cuts: Cut[] = []
      let start = 0
      const keep = (end: number): void => {
        // What is refused for its length need not be held.
        if (length <= longestRecord) held.push(piece.slice(start, end))
        length += end - start
        start = end
      }
      for (let at = 0; at < piece.length; at++) {
        const character = piece.charCodeAt(at)
        if (character === 10) line++
        if (text) {
          if (escaped) escaped = false
          else if (character === 92) escaped = true
          else if (character === 34) text = false
          continue
        }
        if (character <= 32) continue
        if (first) {
          first = false
          if (character === 91) {
            listed = true
            start = at + 1
            began = line
            continue
          }
        }
        const between = depth === 0 && held.length === 0 && piece.slice(start, at).trim() === ''
        if (between) {
          // A comma between records, and the bracket that closes the list.
          if (character === 44 || (listed && character === 93)) {
            start = at + 1
            continue
          }
          start = at
          began = line
        }
        if (character === 34) text = true
        else if (character === 123 || character === 91) depth++
        else if (character === 125 || character === 93) {
          depth--
          if (depth <= 0) {
            // A bare value before the list's end.
            const bare = depth < 0 && listed
            keep(bare ? at : at + 1)
            if (bare) start = at + 1
            depth = 0
            cuts.push(...cut())
          }
        } else if (depth === 0 && character === 44) {
          keep(at)
          start = at + 1
          cuts.push(...cut())
        }
      }
      keep(piece.length)
      if (depth === 0 && !text && held.every((part) => part.trim() === '')) held = []
      return cuts
    },
    end: cut,
    listed: () => listed,
  }
}
