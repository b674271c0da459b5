import { LabError } from '../contract/errors.ts'

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/**
 * @param what is described, as the sentence begins: `The experiment`
 * @param issues as a schema found them, at least one
 * @returns the error `bad-spec`, whose details name each fault with its path (`lanes[0].hyper.lr: …`)
 */
export function badSpec(what: string, issues: readonly Issue[]): LabError {
  const faults = issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`)
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  return new LabError(
    'bad-spec',
    `${what}'s description is wrong at ${faults[0] ?? 'its root'}${more}. Correct it and start again.`,
    { parameters: { first: faults[0] ?? '', count: faults.length }, details: faults },
  )
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
  return text.replace(/^\./, '') || '(root)'
}
