import { z } from 'zod'
import { LabError, type ErrorData } from '#shared/contract/errors.ts'
import { readOptionsSchema } from '#shared/experiment/source.ts'
import type { ReadResult } from './result.ts'
import { columnKinds, type ImportProgress } from './types.ts'

/* What the laboratory and a reader's process say to each other: one request, then how it goes. */

const readRequestSchema = z.object({
  kind: z.literal('read'),
  path: z.string().min(1),
  options: readOptionsSchema,
  scratch: z.string().min(1),
})

const writeRequestSchema = z.object({
  kind: z.literal('write'),
  /** RFC 4180, with a header. */
  path: z.string().min(1),
  /** Its columns' names with their types, in order. */
  columns: z.record(z.string(), z.enum(columnKinds)),
  scratch: z.string().min(1),
  /** Within the scratch folder. */
  to: z.string().min(1),
})

export const requestSchema = z.discriminatedUnion('kind', [readRequestSchema, writeRequestSchema])

export type Request = z.output<typeof requestSchema>

export type Reply =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'read'; readonly result: ReadResult }
  | { readonly kind: 'written' }
  | { readonly kind: 'failed'; readonly error: ErrorData }

const replyKinds: readonly string[] = ['progress', 'read', 'written', 'failed']

/** Tells a reader's message from noise: the process runs this program's own code. */
export function asReply(message: unknown): Reply {
  const kind = (message as { kind?: unknown } | null)?.kind
  if (typeof kind === 'string' && replyKinds.includes(kind)) return message as Reply
  throw new LabError('bad-message', 'A reader process sent a message of no known kind.')
}
