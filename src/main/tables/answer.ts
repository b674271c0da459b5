import { toErrorData } from '#shared/contract/errors.ts'
import { importFile } from './import.ts'
import { requestSchema, type Reply } from './protocol.ts'
import { writeParquet } from './write-parquet.ts'

/** Between words on how far it is, in ms. */
const progressInterval = 100

/** Carries out what a reader's process is asked: reads one file and says what is in it, or writes one. */
export function answer(message: unknown, post: (reply: Reply) => void): void {
  const request = requestSchema.parse(message)
  const failed = (error: unknown): void => post({ kind: 'failed', error: toErrorData(error) })
  if (request.kind === 'write') {
    writeParquet(request).then(() => post({ kind: 'written' }), failed)
    return
  }
  let told = 0
  importFile({
    ...request,
    onProgress(progress) {
      const now = performance.now()
      if (now - told < progressInterval) return
      told = now
      post({ kind: 'progress', progress })
    },
  }).then((result) => post({ kind: 'read', result }), failed)
}
