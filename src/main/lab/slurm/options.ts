import type { SlurmOption } from '#shared/contract/slurm.ts'
import { specError } from '#shared/experiment/faults.ts'

/** What the work itself depends on. */
const ours = [
  ...['array', 'chdir', 'dependency', 'error', 'input', 'no-requeue', 'open-mode', 'output'],
  ...['parsable', 'requeue', 'test-only', 'wait', 'wrap'],
]

/**
 * Reads options of sbatch as they are typed: `partition=long,time=1:00:00`, or one at a time. A comma
 * begins a new option where a name and an equals sign follow it, and belongs to the value else, as in
 * `nodelist=n1,n2`.
 *
 * @throws LabError `bad-spec` with a line for each that cannot be passed on
 */
export function parseSlurmOptions(texts: readonly string[]): SlurmOption[] {
  const written: string[] = []
  for (const text of texts) {
    text.split(',').forEach((piece, index) => {
      if (index === 0 || /^\s*[a-z][a-z-]*=/.test(piece)) written.push(piece.trim())
      else written.push(`${written.pop()},${piece}`)
    })
  }
  return checked(
    written.map((each) => {
      const at = each.indexOf('=')
      return at < 0 ? { name: each } : { name: each.slice(0, at), value: each.slice(at + 1) }
    }),
  )
}

function checked(options: readonly SlurmOption[]): SlurmOption[] {
  const faults = options.flatMap(({ name, value = '' }, index) => {
    if (!/^[a-z][a-z-]*$/.test(name)) {
      return [`'${name}' is no option: name it as sbatch does, in full, as in time=1:00:00`]
    }
    // sbatch takes beginnings of names too.
    if (ours.some((each) => each.startsWith(name)))
      return [`${name}: the laboratory sets this itself`]
    if (options.findIndex((each) => each.name === name) < index) return [`${name} stands twice`]
    const bad = /["\\\p{Cc}]/u.exec(value)?.[0]
    if (bad === undefined) return []
    return [`${name}: a value cannot have ${JSON.stringify(bad)} in it`]
  })
  if (faults.length > 0) throw specError('The options for Slurm make no sense:', faults)
  return [...options]
}

/** @returns the lines of a batch script that pass options on; within double quotes sbatch takes all as it stands */
export function directives(options: readonly SlurmOption[]): string[] {
  const named = options.some(({ name }) => name === 'job-name')
  const all = named ? options : [{ name: 'job-name', value: 'descent-lab' }, ...options]
  return all.map(({ name, value }) =>
    value === undefined ? `#SBATCH --${name}` : `#SBATCH --${name}=${quoted(value)}`,
  )
}

const quoted = (value: string): string => (/^[\w@%+=:,./[\]-]+$/.test(value) ? value : `"${value}"`)
