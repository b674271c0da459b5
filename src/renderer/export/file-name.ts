/** Letters of a title that a file's name has, at most. */
const longest = 80

/**
 * @param title of a chart: what it shows, of what data
 * @param ending without a dot, or from a sign before it on: `@2x.png`
 * @returns a name that no system and no person stumbles over: `wine-validation-loss-2026-11-30.png`
 */
export function fileName(title: string, day: Date, ending: string): string {
  const words = title
    .normalize('NFC')
    .toLowerCase()
    .replace(/[’']/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const plain = [...words.join('-')].slice(0, longest).join('').replace(/-$/, '')
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
  return `${plain || 'chart'}-${date}${/^\w/.test(ending) ? '.' : ''}${ending}`
}
