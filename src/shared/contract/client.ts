import { callNames, calls, type CallName, type Laboratory } from './calls.ts'
import { LabError } from '../errors.ts'
import { badSpec, type Issue } from '../experiment/faults.ts'

/** Brings a call across the boundary. Resolves with the call's output, not yet checked. */
export type Transport = (name: CallName, input: unknown) => Promise<unknown>

/**
 * The laboratory on the far side of a boundary.
 *
 * @param transport carries checked input over; what it brings back is checked here
 * @returns one method per call; each rejects with a LabError: the far side's own, or `bad-message`
 *   when input or output has not the form the contract gives it
 */
export function createLaboratory(transport: Transport): Laboratory {
  const method = (name: CallName) => async (input?: unknown) => {
    const checked = calls[name].input.safeParse(input)
    if (!checked.success) throw badInput(name, checked.error.issues)
    const output = calls[name].output.safeParse(await transport(name, checked.data))
    if (!output.success) throw badMessage(name, 'output', output.error.issues)
    return output.data
  }
  const methods = Object.fromEntries(callNames.map((name) => [name, method(name)]))
  // Each method was built from its own call's schemas; only the table's type is lost on the way.
  return methods as unknown as Laboratory
}

/** @returns the error for an input that a call does not take: of an experiment or a sweep, what is wrong with it */
export function badInput(name: CallName, issues: readonly Issue[]): LabError {
  const ofSpec = issues.filter(({ path }) => path[0] === 'spec')
  if (ofSpec.length < issues.length) return badMessage(name, 'input', issues)
  const what = name.endsWith('Sweep') ? 'The sweep' : 'The experiment'
  return badSpec(
    what,
    ofSpec.map(({ path, message }) => ({ path: path.slice(1), message })),
  )
}

/** @returns the error for a value that has not the form the contract gives it */
export function badMessage(name: string, part: string, issues: readonly Issue[]): LabError {
  const details = issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`)
  return new LabError(
    'bad-message',
    `The ${part} of '${name}' has not the form it must have. Reload the page; if it comes again, the page and the laboratory are of different versions.`,
    { parameters: { name, part }, details },
  )
}
