import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer } from '#shared/contract/calls.ts'
import { toErrorData } from '#shared/contract/errors.ts'
import type { Lab } from '../lab/types.ts'
import { pageHeaders } from '../lab/page-files.ts'

/** A page that sends nothing for so long is not waited for, in ms. */
const timeout = 60_000

/** Takes a file that the page sends as the body of a request, and answers with the table's source. */
export async function takeUpload(
  request: IncomingMessage,
  response: ServerResponse,
  lab: Lab,
): Promise<void> {
  const name = new URL(request.url ?? '', 'http://localhost').searchParams.get('name') ?? ''
  request.setTimeout(timeout, () => request.destroy())
  let answer: Answer
  try {
    const size = Number(request.headers['content-length'] ?? 0)
    answer = { ok: true, value: await lab.receiveFile(name, size, request) }
  } catch (thrown) {
    answer = { ok: false, error: toErrorData(thrown) }
  }
  if (response.destroyed) return
  const body = Buffer.from(JSON.stringify(answer))
  response.writeHead(200, {
    ...pageHeaders,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
    // What is left of a file that was not taken is not read.
    ...(answer.ok ? {} : { Connection: 'close' }),
  })
  response.end(body)
}
