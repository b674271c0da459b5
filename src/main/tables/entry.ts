import { toErrorData } from '#shared/contract/errors.ts'
import { openChannel } from '../process/channel.ts'
import { importFile } from './import.ts'
import { requestSchema, type Reply } from './protocol.ts'
import { writeParquet } from './write-parquet.ts'

/*
 * A reader's process: reads one file and says what is in it, or writes one, and is ended by whoever
 * started it.
 */

const channel = openChannel()
const post = (reply: Reply): void => channel.post(reply)

/** Between words on how far it is, in ms. */
const patience = 100

channel.onMessage((message) => {
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
      if (now - told < patience) return
      told = now
      post({ kind: 'progress', progress })
    },
  }).then((result) => post({ kind: 'read', result }), failed)
})
