import { z } from 'zod'
import { LabError, type ErrorData } from '../../shared/contract/errors.ts'
import { readOptionsSchema } from '../../shared/experiment/source.ts'
import type { ReadResult } from './result.ts'
import type { ImportProgress } from './types.ts'

/* What the laboratory and a reader's process say to each other: one request, then how it goes. */

export const requestSchema = z.object({
  path: z.string().min(1),
  options: readOptionsSchema,
  scratch: z.string().min(1),
})

export type Request = z.output<typeof requestSchema>

export type Reply =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'read'; readonly result: ReadResult }
  | { readonly kind: 'failed'; readonly error: ErrorData }

const replyKinds: readonly string[] = ['progress', 'read', 'failed']

/** Tells a reader's message from noise: the process runs this program's own code. */
export function asReply(message: unknown): Reply {
  const kind = (message as { kind?: unknown } | null)?.kind
  if (typeof kind === 'string' && replyKinds.includes(kind)) return message as Reply
  throw new LabError('bad-message', 'A reader process sent a message of no known kind.')
}
