import { harmless } from '../tables/uploads.ts'

/**
 * @param names of any letters
 * @returns as many names that are no paths and that no file system, also one that knows no capitals,
 *   takes for the same
 */
export function folderNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const plain = harmless(name.replace(/[\\/]/g, '_'))
    let free = plain
    for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${plain}-${count}`
    taken.add(free.toLowerCase())
    return free
  })
}
