import { LabError } from '#shared/contract/errors.ts'
import { pack, unpackBounded } from '#shared/pack.ts'
import { checkpointSchema, type Checkpoint } from '#shared/training/checkpoint.ts'
import { heaviestCheckpoint } from '#shared/training/memory.ts'
import type { Trainer } from '#shared/training/trainer.ts'
import type { Feed } from './feed.ts'

/**
 * What a process's sudden end may cost: a twentieth of what it has trained, but not less than half a
 * second and not more than five. In milliseconds.
 */
const shortest = 500
const longest = 5000
const worth = 1 / 20

/** A checkpoint may take this share of the time, from its making until it is on the disk. */
const share = 0.02

/** Sends checkpoints along with the log's messages: often enough, and never so often that they cost. */
export interface Checkpoints {
  /** Sends one if it is time. */
  consider(): void
  /** Sends one now. */
  keep(): void
  /** The log has taken a message. */
  taken(sequence: number): void
}

/** @param feed the log's. @param now a clock in milliseconds */
export function createCheckpoints(
  trainer: Pick<Trainer, 'checkpoint' | 'weight'>,
  feed: Pick<Feed, 'keep' | 'latest'>,
  now: () => number,
): Checkpoints {
  const start = now()
  let due = start + shortest
  /** The one on its way to the disk. */
  let underway: { readonly sequence: number; readonly began: number } | undefined

  const keep = (): void => {
    if (trainer.weight > heaviestCheckpoint) return
    const began = now()
    feed.keep(pack(trainer.checkpoint()))
    underway = { sequence: feed.latest, began }
  }

  return {
    keep,
    consider() {
      if (!underway && now() >= due) keep()
    },
    taken(sequence) {
      if (!underway || sequence < underway.sequence) return
      const time = now()
      const loss = Math.min(longest, (time - start) * worth)
      due = time + Math.max(shortest, loss, (time - underway.began) / share)
      underway = undefined
    },
  }
}

/** @throws LabError `no-checkpoint` when the bytes are none */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  let value: unknown
  try {
    value = unpackBounded(bytes)
  } catch (error) {
    throw noCheckpoint(error)
  }
  const parsed = checkpointSchema.safeParse(value)
  if (!parsed.success) throw noCheckpoint(new Error(parsed.error.issues[0]?.message))
  return parsed.data
}

/** @returns the error for a checkpoint that a run cannot go on from */
export function noCheckpoint(cause: unknown): LabError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new LabError(
    'no-checkpoint',
    `The run's checkpoint does not fit (${reason}). Race anew: the same experiment goes the same way.`,
    { parameters: { reason }, cause },
  )
}
