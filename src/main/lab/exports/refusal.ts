import { LabError } from '../../../shared/contract/errors.ts'
import type { NotSavedReason } from '../../../shared/contract/runs.ts'

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

const words: Readonly<Record<Reason, string>> = {
  full: 'there is no room left on the disk',
  refused: 'nothing may be written there',
  missing: 'the folder is not there',
  exists: 'something of that name is there already',
  name: 'that name is not possible there',
  other: 'the system refused it',
}

const remedies: Readonly<Record<Reason, string>> = {
  full: 'Make room or choose another disk, then save again; nothing half-written is left.',
  refused: 'Choose another folder, then save again; nothing half-written is left.',
  missing: 'Choose another folder, then save again.',
  exists: 'Choose another name, then save again; what is there was left as it is.',
  name: 'Choose another name, then save again.',
  other: 'Choose another folder, then save again; nothing half-written is left.',
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
  const message = cause instanceof Error ? cause.message : String(cause)
  const reason = why === 'other' ? `${words.other} (${message})` : words[why]
  return new LabError('not-saved', `${path} could not be saved: ${reason}. ${remedies[why]}`, {
    parameters: { path, reason, why },
    details: [message],
    cause,
  })
}
