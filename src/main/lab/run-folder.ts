import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunInfo } from '#shared/experiment/log.ts'
import { sourceName } from '#shared/experiment/source.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { makeFolder } from './files.ts'
import { infoText, specChecksum } from './run-files.ts'
import { logFailed } from './run-log.ts'

/** @returns a short id that no other run of this laboratory has */
export function newRunId(): string {
  return randomBytes(4).toString('hex')
}

/**
 * Makes a run's folder with what is known at its start.
 *
 * @returns the folder: `<runsFolder>/<local date-time>-<slug>-<id>`
 * @throws LabError `log-failed`
 */
export async function createRunFolder(
  runsFolder: string,
  spec: ExperimentSpec,
  info: RunInfo,
): Promise<string> {
  const folder = join(runsFolder, folderName(info.created, spec, info.id))
  try {
    await makeFolder(runsFolder)
    await mkdir(folder)
  } catch (error) {
    throw logFailed(folder, error)
  }
  try {
    await writeFile(join(folder, 'spec.json'), `${JSON.stringify(spec, null, 2)}\n`)
    await writeFile(join(folder, 'run.json'), infoText({ ...info, spec: specChecksum(spec) }))
  } catch (error) {
    // Half a beginning is no run.
    await removeRunFolder(folder)
    throw logFailed(folder, error)
  }
  return folder
}

/** Removes the folder of a run that did not begin. */
export async function removeRunFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined)
}

/** What a folder is named by. */
type Named = Pick<ExperimentSpec, 'title' | 'dataset'>

/**
 * @param created an ISO date
 * @returns a folder's name that sorts by date: `<local date-time>-<slug>-<id>`
 */
export function folderName(created: string, spec: Named, id: string): string {
  return `${timestamp(new Date(created))}-${runSlug(spec)}-${id}`
}

/** Local time that sorts, with no character that a file system minds. */
function timestamp(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day}_${two(date.getHours())}-${two(date.getMinutes())}-${two(date.getSeconds())}`
}

/** @returns what an experiment is about, in letters, numbers and hyphens */
export function runSlug(spec: Named): string {
  const slug = slugText(spec.title ?? '')
  return slug || slugText(sourceName(spec.dataset)) || 'run'
}

function slugText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
}
