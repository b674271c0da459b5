import { readFile, stat } from 'node:fs/promises'

/**
 * Reads a text that a person may have edited. Editors mark its encoding by its first bytes; without a
 * mark it is UTF-8.
 *
 * @throws the system's error, also where it is no plain file: a pipe or a device may never end
 */
export async function readText(path: string): Promise<string> {
  if (!(await stat(path)).isFile()) throw new Error('it is no plain file')
  return decodeText(await readFile(path))
}

/** @returns the text without the mark of its encoding */
export function decodeText(bytes: Uint8Array): string {
  const mark = bytes.length < 2 ? 0 : bytes[0]! * 256 + bytes[1]!
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}
