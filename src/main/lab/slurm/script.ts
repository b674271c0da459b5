import type { SlurmOption } from '#shared/contract/slurm.ts'
import { specError } from '#shared/experiment/faults.ts'
import { directives } from './options.ts'

/** What a batch script is made from where nobody gives another. */
export const defaultTemplate = `#!/bin/bash
{{sbatch}}

# What the program needs on a node is loaded here, for instance by: module load nodejs
{{run}}
`

const placeholders = ['sbatch', 'run', 'work'] as const

/** What stands in a template's places. */
interface ScriptParts {
  readonly options: readonly SlurmOption[]
  /** Starts the laboratory's command line: a program and its first arguments. */
  readonly command: readonly string[]
  /** What it is to do, ready for a shell. */
  readonly work: string
}

/**
 * Writes a batch script: `{{sbatch}}` becomes the lines of the options, `{{run}}` the command that does
 * the work, `{{work}}` that command without the program, for one that lies elsewhere (in a container).
 *
 * @throws LabError `bad-spec` with a line for each fault of the template
 */
export function fillTemplate(template: string, { options, command, work }: ScriptParts): string {
  const faults = templateFaults(template, command.length > 0)
  if (faults.length > 0) throw specError('The template of the batch script is wrong:', faults)
  const parts: Record<(typeof placeholders)[number], string> = {
    sbatch: directives(options).join('\n'),
    run: [...command.map(shellWord), work].join(' '),
    work,
  }
  // By a function: a text may have what `replace` takes for a pattern.
  return template.replace(place, (_, name: keyof typeof parts) => parts[name])
}

const place = /\{\{\s*(\w+)\s*\}\}/g

function templateFaults(template: string, hasCommand: boolean): string[] {
  const faults: string[] = []
  const lines = template.split('\n')
  if (!template.startsWith('#!')) faults.push('line 1 must name a shell, as #!/bin/bash does')
  if (template.includes('\r')) faults.push('lines end as on Windows: save it with Unix line ends')
  const found = lines.flatMap((line, index) =>
    [...line.matchAll(place)].map(([all, name]) => ({ all, name, line: index + 1 })),
  )
  for (const { all, name, line } of found) {
    if (!placeholders.some((known) => known === name)) {
      const known = placeholders.map((each) => `{{${each}}}`).join(', ')
      faults.push(`line ${line}: ${all} is no place for anything; there are ${known}`)
    }
  }
  const sbatch = found.filter(({ name }) => name === 'sbatch')
  if (sbatch.length !== 1) faults.push('{{sbatch}} must stand in it once, for the options')
  const begins = lines.findIndex((line) => line.trim() !== '' && !/^\s*(#|\{\{)/.test(line)) + 1
  if (begins > 0 && sbatch.some(({ line }) => line > begins)) {
    faults.push(`{{sbatch}} must stand before the first command, in line ${begins}`)
  }
  if (!found.some(({ name }) => name === 'run' || name === 'work')) {
    faults.push('{{run}} is missing: the command that does the work')
  }
  if (!hasCommand && found.some(({ name }) => name === 'run')) {
    faults.push(
      'an installed app cannot be started on nodes: write a command of your own and {{work}} for {{run}}',
    )
  }
  return faults
}

/** @returns a text as one word of a POSIX shell, whatever is in it */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
