import { useFormat } from './useFormat.ts'

const format = useFormat()

/** @returns bytes in the unit that leaves one to three digits before the point: `12 KB` */
export function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let at = 0
  let size = bytes
  while (size >= 999.5 && at < units.length - 1) {
    size /= 1000
    at++
  }
  const digits = at === 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2
  return `${format.fixed(size, digits)} ${units[at]}`
}
