import { LabError } from '../errors.ts'

export interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/**
 * @param what is described, as the sentence begins: `The experiment`
 * @param issues as a schema found them, at least one
 * @returns the error `bad-spec`, whose details name each fault with its path (`lanes[0].hyper.lr: …`)
 */
export function badSpec(what: string, issues: readonly Issue[]): LabError {
  const details = issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`)
  return specError(`${what}'s description is wrong at`, details)
}

/**
 * @param sentence which the first fault ends: `The experiment does not fit its table:`
 * @param details each fault with its path
 */
export function specError(sentence: string, details: readonly string[]): LabError {
  const [first = 'its root'] = details
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : ''
  return new LabError('bad-spec', `${sentence} ${first}${more}. Correct it and start again.`, {
    parameters: { first: details[0] ?? '', count: details.length },
    details,
  })
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
  return text.replace(/^\./, '') || '(root)'
}
