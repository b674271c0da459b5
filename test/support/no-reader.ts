import type { TableReader } from '../../src/main/tables/types.ts'

/** For a laboratory that takes no files. */
export const noReader: TableReader = {
  read: (path) => Promise.reject(new Error(`nobody may read ${path} here`)),
  dispose: () => undefined,
}
