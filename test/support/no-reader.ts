import type { TableReader } from '#main/tables/types.ts'

/** For a laboratory that takes no files. */
export const noReader: TableReader = {
  read: (path) => Promise.reject(new Error(`nobody may read ${path} here`)),
  toParquet: () => {
    throw new Error('nobody may write a table here')
  },
  dispose: () => undefined,
}
