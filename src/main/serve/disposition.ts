/**
 * @param name of any letters
 * @returns the header that makes a browser save a file under that name: in ASCII for the old, in UTF-8
 *   for all others
 * @see RFC 6266, and RFC 8187 on the second form
 */
export function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const whole = encodeURIComponent(wellFormed(name)).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}

/** Half a letter has no bytes in UTF-8. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '_')
}
