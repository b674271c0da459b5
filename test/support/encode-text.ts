/** By encoding, the bytes of each character that it has. */
const tables = new Map<string, ReadonlyMap<string, readonly number[]>>()

/** Turns a decoder of one or two bytes a character round: the platform has none that encodes. */
function tableOf(label: string): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(label)
  if (known) return known
  const table = new Map<string, readonly number[]>()
  const put = (bytes: number[]): void => {
    // Without `stream`, Node 20 decodes Windows-1252 as Latin-1.
    const text = new TextDecoder(label).decode(Uint8Array.from(bytes), { stream: true })
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes)
  }
  for (let byte = 0; byte < 256; byte++) put([byte])
  if (!/^(?:windows|iso|koi8|ibm|mac)/.test(label)) {
    for (let lead = 0x81; lead < 0xff; lead++) {
      for (let trajectory = 0x40; trajectory < 0xff; trajectory++) put([lead, trajectory])
    }
  }
  tables.set(label, table)
  return table
}

/**
 * A text in an encoding of one or two bytes a character.
 *
 * @param label the WHATWG's name for it
 * @throws Error where it lacks a character
 */
export function encodeText(text: string, label: string): Buffer {
  const table = tableOf(label)
  return Buffer.from(
    [...text].flatMap((character) => {
      const bytes = table.get(character)
      if (!bytes) throw new Error(`${label} has no ${character}`)
      return [...bytes]
    }),
  )
}
