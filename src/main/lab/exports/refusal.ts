import { LabError, reasonOf } from '#shared/contract/errors.ts'
import type { NotSavedReason } from '#shared/contract/runs.ts'

type Reason = Exclude<NotSavedReason, 'clipboard'>

/** What the system's errors mean to whoever wanted a file. */
const reasons: Readonly<Record<string, Reason>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EACCES: 'refused',
  EPERM: 'refused',
  EROFS: 'refused',
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EEXIST: 'exists',
  ENOTEMPTY: 'exists',
  EISDIR: 'exists',
  ENAMETOOLONG: 'name',
  EINVAL: 'name',
}

/** What it was, and what to do. */
const words: Readonly<Record<Reason, readonly [what: string, remedy: string]>> = {
  full: [
    'there is no room left on the disk',
    'Make room or choose another disk, then save again; nothing half-written is left.',
  ],
  refused: [
    'nothing may be written there',
    'Choose another folder, then save again; nothing half-written is left.',
  ],
  missing: ['the folder is not there', 'Choose another folder, then save again.'],
  exists: [
    'something of that name is there already',
    'Choose another name, then save again; what is there was left as it is.',
  ],
  name: ['that name is not possible there', 'Choose another name, then save again.'],
  other: [
    'the system refused it',
    'Choose another folder, then save again; nothing half-written is left.',
  ],
}

/**
 * @param path that was to be written
 * @param cause the system's error
 * @returns the error for a file that could not be saved; one that says so already stays as it is
 */
export function notSaved(path: string, cause: unknown): LabError {
  if (cause instanceof LabError) return cause
  const code = (cause as NodeJS.ErrnoException | undefined)?.code
  const why = (code !== undefined && reasons[code]) || 'other'
  const message = reasonOf(cause)
  const [what, remedy] = words[why]
  const reason = why === 'other' ? `${what} (${message})` : what
  return new LabError('not-saved', `${path} could not be saved: ${reason}. ${remedy}`, {
    parameters: { path, reason, why },
    details: [message],
    cause,
  })
}
