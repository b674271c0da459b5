import { callNames, calls, type Answer, type Laboratory, type CallName } from './calls.ts'
import { badInput, badMessage } from './client.ts'
import { LabError, toErrorData } from './errors.ts'

/**
 * Answers a call that came over a boundary. Never rejects: whatever goes wrong is data.
 *
 * @param laboratory what carries calls out
 * @param name as it came, unchecked
 * @param input as it came, unchecked
 */
export async function answerCall(
  laboratory: Laboratory,
  name: unknown,
  input: unknown,
): Promise<Answer> {
  try {
    const known = callNames.find((each) => each === name)
    if (!known) {
      throw new LabError('bad-message', 'There is no such call. Reload the page.', {
        parameters: { name: String(name).slice(0, 100), part: 'name' },
      })
    }
    const checked = calls[known].input.safeParse(input)
    if (!checked.success) throw badInput(known, checked.error.issues)
    const method = laboratory[known] as (input: unknown) => Promise<unknown>
    return { ok: true, value: outputOf(known, await method(checked.data)) }
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown) }
  }
}

/** A wrong output is a fault of this program: it is found here, not in the page. */
function outputOf(name: CallName, value: unknown): unknown {
  const checked = calls[name].output.safeParse(value)
  if (!checked.success) throw badMessage(name, 'output', checked.error.issues)
  return checked.data
}

/**
 * @returns the value of an answer, unchecked
 * @throws LabError the answer's error
 */
export function valueOf(answer: Answer): unknown {
  if (answer.ok) return answer.value
  throw LabError.fromData(answer.error)
}
