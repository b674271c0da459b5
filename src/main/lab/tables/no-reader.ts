import { LabError } from '../../../shared/contract/errors.ts'
import type { TableReader } from '../../tables/types.ts'

/** For a shell that takes no files. */
export const noReader: TableReader = {
  read(path) {
    const message = `This program cannot read ${path}: it takes the built-in tables alone.`
    return Promise.reject(new LabError('bad-table', message, { parameters: { path } }))
  },
  dispose: () => undefined,
}
