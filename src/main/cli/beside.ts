import { dirname, resolve } from 'node:path'
import type { DatasetSource } from '#shared/experiment/source.ts'

/** @returns the source with a file's path as seen from the folder that the spec's file lies in */
export function beside(spec: string, source: DatasetSource): DatasetSource {
  if (!('file' in source)) return source
  return { ...source, file: resolve(dirname(spec), source.file) }
}
