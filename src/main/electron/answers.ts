import { answerCall } from '#shared/contract/answer.ts'
import type { Answer } from '#shared/contract/calls.ts'
import { LabError, toErrorData } from '#shared/contract/errors.ts'
import type { Lab, StreamDelivery } from '../lab/types.ts'
import type { FileKeeper } from '../lab/saving.ts'
import { createAdmission } from './admission.ts'

/** Answers the messages of one page; none rejects. */
export interface Answers {
  call(name: unknown, input: unknown): Promise<Answer>
  /** Of a file that is handed over: a challenge. */
  hand(handed: unknown): Promise<Answer>
  /** Of a challenge that is met: the file as a source of tables. */
  file(proof: unknown): Promise<Answer>
  /** Of whoever is not the page. */
  refuse(): Promise<Answer>
}

export function createAnswers(lab: Lab, delivery: StreamDelivery, keeper: FileKeeper): Answers {
  const laboratory = lab.connect(delivery, keeper)
  const admission = createAdmission()
  const answer = async (work: () => unknown): Promise<Answer> => {
    try {
      return { ok: true, value: await work() }
    } catch (thrown) {
      return { ok: false, error: toErrorData(thrown) }
    }
  }
  return {
    call: (name, input) => answerCall(laboratory, name, input),
    hand: (handed) => answer(() => admission.challenge(handed)),
    file: (proof) => answer(async () => lab.admitFile(await admission.prove(proof))),
    refuse: () =>
      answer(() => {
        throw new LabError('bad-message', 'Only the page itself may call the laboratory.')
      }),
  }
}
