import { LabError } from '#shared/contract/errors.ts'
import {
  defaultHyper,
  findRule,
  type Convention,
  type HyperValues,
  type UpdateRule,
} from '#shared/optimizers/index.ts'
import { hyperFault } from '#shared/rules/ranges.ts'
import type { EngineName } from '#main/trainer/types.ts'
import type { Difference } from './compare.ts'

/** What takes an update rule's steps without a race around it: its compiled program, or the interpreter. */
export type RuleEngine = 'kernel' | 'interpreter'

/** Both, as an option of what takes steps says it. */
export const ruleEngines: readonly { readonly engine: RuleEngine; readonly compiled: boolean }[] = [
  { engine: 'kernel', compiled: true },
  { engine: 'interpreter', compiled: false },
]

/** One case of a golden file, replayed by an engine, or by an update rule alone. */
export interface VerifiedCase extends Difference {
  readonly file: string
  /** Of a whole run. */
  readonly dataset?: string
  /** Of a trajectory. */
  readonly surface?: string
  readonly optimizer: string
  readonly convention: string
  readonly engine: EngineName | RuleEngine
  /** The largest difference allowed, absolute or by max(1, |value|), as the file's form asks. */
  readonly tolerance: number
  readonly passed: boolean
  /** What the reader must know to understand the verdict. */
  readonly note?: string
}

/**
 * @returns the rule a case names, and its hyper-parameters with the defaults filled in
 * @throws LabError `bad-file` when there is no such rule or a hyper-parameter is not its own
 */
export function ruleOf(
  file: string,
  { optimizer, convention, hyper }: { optimizer: string; convention: string; hyper: HyperValues },
): { rule: UpdateRule; hyper: HyperValues } {
  const rule = findRule(optimizer, convention as Convention)
  if (!rule)
    throw cannotReplay(file, `there is no optimizer '${optimizer}' in a convention '${convention}'`)
  for (const [key, value] of Object.entries(hyper)) {
    const wrong = hyperFault(rule, key, value)
    if (wrong) throw cannotReplay(file, `${optimizer} (${convention}), ${key}: ${wrong}`)
  }
  return { rule, hyper: { ...defaultHyper(rule), ...hyper } }
}

/** A spec that a file gives rise to is not the user's fault to correct: the file is. */
export function badFile(file: string, error: unknown): unknown {
  if (!(error instanceof LabError) || error.code !== 'bad-spec') return error
  return cannotReplay(file, error.details[0] ?? error.message, error)
}

/** @param what is wrong with the file */
export function cannotReplay(file: string, what: string, cause?: LabError): LabError {
  return new LabError('bad-file', `${file} cannot be replayed: ${what}.`, {
    parameters: { name: file },
    details: cause?.details ?? [what],
    cause,
  })
}
