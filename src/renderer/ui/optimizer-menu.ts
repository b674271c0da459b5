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

/** Every optimizer's id. */
const all: readonly string[] = optimizers.map(({ id }) => id)

/**
 * @param search words that an optimizer's name or id must all contain; hyphens, spaces and capitals do
 *   not count
 * @param choices ids of what there is to choose from; @default every optimizer
 * @returns what a menu lists, without empty groups; in a group they stand as a reader meets them
 */
export function optimizerMenu(search = '', choices: readonly string[] = all): MenuGroup[] {
  const words = search.split(/\s+/u).map(plain).filter(Boolean)
  const offered = new Set(choices)
  const ids = [...all.filter((id) => offered.delete(id)), ...offered]
  const found = ids
    .map((id) => ({ id, name: optimizerName(id), group: optimizerGroup(id) }))
    .filter(({ id, name }) => {
      const text = `${plain(name)} ${plain(id)}`
      return words.every((word) => text.includes(word))
    })
  return [...optimizerGroups, 'own' as const, undefined]
    .map((group) => ({
      group,
      entries: found.filter((each) => each.group === group).map(({ id, name }) => ({ id, name })),
    }))
    .filter(({ entries }) => entries.length > 0)
}

/** A name's letters and digits in lower case. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}
