import {
  optimizerGroup,
  optimizerGroups,
  optimizerName,
  optimizers,
  type OptimizerGroup,
} from '#shared/optimizers/index.ts'

/** A heading of a menu and the optimizers below it. */
export interface MenuGroup {
  /** Undefined for optimizers that this version of the program does not have. */
  readonly group: OptimizerGroup | undefined
  readonly entries: readonly { readonly id: string; readonly name: string }[]
}

/** Every built-in optimizer's id. */
export const builtIn: readonly string[] = optimizers.map(({ id }) => id)

/**
 * @param search words that an optimizer's name or id must all contain; hyphens, spaces and capitals do
 *   not count
 * @param choices ids of what there is to choose from; @default every built-in one
 * @returns what a menu lists, without empty groups; in a group they stand as a reader meets them
 */
export function optimizerMenu(search = '', choices: readonly string[] = builtIn): MenuGroup[] {
  const offered = new Set(choices)
  const ids = [...builtIn.filter((id) => offered.delete(id)), ...offered]
  const found = ids
    .map((id) => ({ id, name: optimizerName(id), group: optimizerGroup(id) }))
    .filter(({ id, name }) => matches(search, name, id))
  return [...optimizerGroups, 'own' as const, undefined]
    .map((group) => ({
      group,
      entries: found.filter((each) => each.group === group).map(({ id, name }) => ({ id, name })),
    }))
    .filter(({ entries }) => entries.length > 0)
}

/** @returns whether every word of a search stands in one of the texts */
export function matches(search: string, ...texts: readonly string[]): boolean {
  const text = texts.map(plain).join(' ')
  const words = search.split(/\s+/u).map(plain).filter(Boolean)
  return words.every((word) => text.includes(word))
}

/** A name's letters and digits in lower case. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}
