import { specError } from '../experiment/faults.ts'

/** What does not fit, and where in the spec it stands (`lanes[0].hyper.lr`). */
export interface Fault {
  readonly path: string
  readonly message: string
}

/** @throws LabError `bad-spec`, unless there are no faults */
export function refuse(faults: readonly Fault[]): void {
  if (faults.length === 0) return
  const details = faults.map(({ path, message }) => `${path}: ${message}`)
  throw specError('The experiment does not fit its table:', details)
}
