import { valueOf } from '#shared/contract/answer.ts'
import { answerSchema } from '#shared/contract/calls.ts'
import { LabError } from '#shared/contract/errors.ts'
import { maximumUploadBytes } from '#shared/contract/wire.ts'
import { sourceSchema, type DatasetSource } from '#shared/experiment/source.ts'

/**
 * Sends a file to the served laboratory.
 *
 * By an XMLHttpRequest: `fetch` does not tell how much has been sent.
 *
 * @param address that takes it
 * @param progress told how many bytes of how many have gone
 * @throws LabError `file-too-large`, `file-not-taken`, `disconnected`
 */
export async function uploadFile(
  address: URL,
  file: File,
  progress: (done: number, total: number) => void,
): Promise<DatasetSource> {
  const { name, size } = file
  if (size > maximumUploadBytes) {
    const limit = `${maximumUploadBytes / 2 ** 30} GiB`
    const message = `The file ${name} is larger than ${limit}, the most that this page can send.`
    throw new LabError('file-too-large', message, { parameters: { name, limit } })
  }
  // A folder is dropped like a file, and cannot be read like one.
  await file
    .slice(0, 1)
    .arrayBuffer()
    .catch(() => {
      const message = `${name} cannot be read: it is a folder, or it is gone. Choose a file.`
      throw new LabError('file-not-taken', message, { parameters: { name } })
    })
  const target = new URL(address)
  target.searchParams.set('name', name)
  const text = await send(target, file, (done) => progress(done, size))
  return sourceSchema.parse(valueOf(answerSchema.parse(JSON.parse(text))))
}

function send(target: URL, file: File, progress: (done: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', target)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.addEventListener('progress', ({ loaded }) => progress(loaded))
    request.addEventListener('load', () => {
      if (request.status === 200) resolve(request.responseText)
      else reject(broken(file.name, `status ${request.status}`))
    })
    for (const event of ['error', 'abort', 'timeout']) {
      request.addEventListener(event, () => reject(broken(file.name, event)))
    }
    request.send(file)
  })
}

/** The connection was lost, or the file changed or went while it was sent. */
function broken(name: string, reason: string): LabError {
  const message = `The file ${name} did not get to the laboratory (${reason}). Try again.`
  return new LabError('file-not-taken', message, { parameters: { name, reason } })
}
