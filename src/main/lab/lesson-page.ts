import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { findLesson, lessons, settingsOf, type Lesson } from '#shared/lessons/index.ts'
import { raceKey, type Recordings } from '#shared/lessons/raced.ts'
import { lessonDataId, type LessonPageData } from '#shared/lessons/page.ts'
import type { Language } from '#shared/text.ts'
import type { Races } from './races.ts'
import { recordRaces } from './lesson-record.ts'

/** A lesson as a file: it needs nothing beside itself. */
export interface LessonPage {
  /** With its ending. */
  readonly name: string
  readonly html: string
}

interface PageTools {
  /** Opens races over a folder of their own. */
  readonly open: (folder: string) => Races
  readonly language: Language
  readonly told?: (share: number) => void
  /** Gives it up. */
  readonly signal?: AbortSignal
}

/**
 * Makes a page of a lesson. Races that it shows are run now, at every setting of its dials, and their
 * record goes along; all else the page computes itself.
 *
 * @throws LabError `not-found` where there is no such lesson, or what running a race throws
 */
export async function lessonPage(
  id: string,
  { language, ...tools }: PageTools,
): Promise<LessonPage> {
  const lesson = findLesson(id)
  if (!lesson) {
    const all = lessons.map((each) => each.id).join(', ')
    throw new LabError('not-found', `There is no lesson '${id}'. There are: ${all}.`, {
      parameters: { name: id },
    })
  }
  const [template, recordings] = await Promise.all([
    readFile(templateFile(), 'utf8'),
    recordingsOf(lesson, tools),
  ])
  const data: LessonPageData = { lesson: id, language, recordings }
  return { name: `descent-lab-${id}.html`, html: filled(template, data, lesson) }
}

async function recordingsOf(
  lesson: Lesson,
  { open, told, signal }: Omit<PageTools, 'language'>,
): Promise<Recordings> {
  const inputs = lesson.steps.flatMap(({ race, dials }) =>
    race ? settingsOf(dials).map((values) => race(values)) : [],
  )
  const races = new Map(inputs.map((input) => [raceKey(input), input]))
  if (races.size === 0) return {}
  const specs = [...races.values()].map((input) => parseSpec(input))
  const raced = await recordRaces(open, specs, told, signal)
  return Object.fromEntries([...races.keys()].map((key, index) => [key, raced[index]!]))
}

/** @returns the template with what is the lesson's own; nothing in the data can end its element */
function filled(template: string, data: LessonPageData, { text }: Lesson): string {
  const { title, about } = text[data.language]
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return template
    .replace('{{language}}', () => data.language)
    .replace('{{title}}', () => plain(title))
    .replace('{{about}}', () => plain(about))
    .replace(`"${lessonDataId}"\n`, () => `${json}\n`)
}

const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** The page without a lesson, as the build made it: it lies beside the program's own page. */
function templateFile(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    for (const file of [
      join(folder, 'renderer', 'lesson.html'),
      join(folder, 'out', 'renderer', 'lesson.html'),
    ]) {
      if (existsSync(file)) return file
    }
    if (dirname(folder) === folder) break
  }
  throw new LabError(
    'not-found',
    'The page of lessons is missing beside the program. Install the program again, or run npm run build.',
    { parameters: { name: 'lesson.html' } },
  )
}
