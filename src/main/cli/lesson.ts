import { join, resolve } from 'node:path'
import { lessons } from '#shared/lessons/index.ts'
import { languages } from '#shared/text.ts'
import { writeFileWhole } from '../lab/exports/write.ts'
import { isFolder } from '../lab/files.ts'
import { lessonPage } from '../lab/lesson-page.ts'
import { Races } from '../lab/races.ts'
import type { Shell } from './shell.ts'
import { withTrainer } from './trainer.ts'
import { exits, Interrupted, languageOf, readWords, UsageError } from './usage.ts'

const lessonHelp = `Saves a lesson as one page: it needs neither this program nor a network.

Usage: lab lesson <name> [options]

Lessons:
${lessons.map(({ id, text }) => `  ${id.padEnd(12)}${text.en.about}`).join('\n')}

Options:
  --out PATH         where to: a folder that is there, or the name of the page (else the present
                     folder)
  --language LANG    the page opens in: ${languages.join(' or ')} (else en); a reader may change it
  --force            replace a page that is there
  --help             print this

What the lesson races is trained now, at every setting that its dials have; the page keeps the record.

Exit codes: 0 written, 1 not written, 2 the command makes no sense, 130 interrupted: nothing is written.
`

/** @returns the exit code */
export async function lesson(words: readonly string[], shell: Shell): Promise<number> {
  const read = readWords(
    shell,
    'lesson',
    lessonHelp,
    words,
    {
      out: { type: 'string' },
      language: { type: 'string', default: 'en' },
      force: { type: 'boolean' },
    },
    `Give one lesson: ${lessons.map(({ id }) => id).join(', ')}`,
  )
  if (!read) return exits.done
  const { values, named } = read
  const id = named[0]!
  if (!lessons.some((each) => each.id === id)) {
    throw new UsageError(
      `There is no lesson '${id}': choose ${lessons.map((each) => each.id).join(', ')}.`,
    )
  }
  const language = languageOf(values.language)
  return withTrainer(shell, undefined, async ({ pool, readTable, line, signal }) => {
    const page = await lessonPage(id, {
      open: (runsFolder) => new Races({ pool, readTable, runsFolder, version: shell.version }),
      language,
      told: (share) => line.show(`${id} ${Math.floor(share * 100)} %`),
      signal,
    }).catch((error: unknown) => {
      throw signal.aborted ? new Interrupted() : error
    })
    const into = resolve(values.out ?? '.')
    const path = (await isFolder(into)) ? join(into, page.name) : into
    await writeFileWhole({ path, replaces: values.force ?? false }, page.html)
    line.clear()
    shell.print(`${path}\n`)
    return exits.done
  })
}
