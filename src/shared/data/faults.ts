import { LabError } from '../contract/errors.ts'

/** What does not fit, and where in the spec it stands (`lanes[0].hyper.lr`). */
export interface Fault {
  readonly path: string
  readonly message: string
}

/** @throws LabError `bad-spec`, unless there are no faults */
export function refuse(faults: readonly Fault[]): void {
  const [first] = faults
  if (!first) return
  const details = faults.map(({ path, message }) => `${path}: ${message}`)
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  throw new LabError(
    'bad-spec',
    `The experiment does not fit its table: ${details[0]}${more}. Correct it and start again.`,
    { parameters: { first: details[0] ?? '', count: faults.length }, details },
  )
}
