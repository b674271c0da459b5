import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunInfo } from '#shared/experiment/log.ts'
import type { LogCount } from './log-survey.ts'
import { canonical, checksum, isSealed, sealed } from './seal.ts'
import { replaceFile } from './files.ts'
import { logFailed } from './run-log.ts'

/*
 * `run.json` and `spec.json` as text, with the checksums that tell whether they are what was written:
 * `run.json` carries its own and the spec's.
 */

/** @returns the text of `run.json`, with its checksum */
export function infoText(info: object): string {
  return `${JSON.stringify(sealed(info), null, 2)}\n`
}

/** Whether what `run.json` holds is not what was written; of forms 1 and 2 nobody can tell. */
export function infoAltered(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return true
  const { version } = json as { version?: unknown }
  const unsealed = typeof version === 'number' && version < 3 && !('check' in json)
  return !unsealed && !isSealed(json)
}

/**
 * @param spec the JSON of `spec.json`
 * @returns its checksum; where a person's table lies is no part of it, since that differs by machine
 */
export function specChecksum(spec: unknown): string {
  const { dataset } = spec as { readonly dataset?: object }
  const isFile = typeof dataset === 'object' && dataset !== null && 'file' in dataset
  const content = isFile ? { ...(spec as object), dataset: { ...dataset, file: '' } } : spec
  return checksum(canonical(content))
}

/**
 * @param text of a `run.json`
 * @param change to some of what it says
 * @returns it with the change; what was altered before stays known as such
 * @throws SyntaxError where it is no JSON
 */
export function changedInfo(text: string, change: Partial<RunInfo>): string {
  const json: unknown = JSON.parse(text)
  const info = { ...(json as object), ...change }
  if (infoAltered(json) || !('check' in info)) return `${JSON.stringify(info, null, 2)}\n`
  return infoText(info)
}

/** Makes seeds part of a run. @throws LabError `log-failed` */
export async function noteAdded(
  folder: string,
  added: Pick<RunInfo, 'version' | 'shards' | 'added'>,
): Promise<void> {
  const path = join(folder, 'run.json')
  try {
    await replaceFile(path, changedInfo(await readFile(path, 'utf8'), added))
  } catch (error) {
    throw logFailed(path, error)
  }
}

/**
 * Writes down what a run's log has, now that it is closed; not where nobody could tell later whether that
 * is what was written. A disk that is full only leaves it unsaid.
 */
export async function noteClosed(folder: string, closed: LogCount): Promise<void> {
  const path = join(folder, 'run.json')
  try {
    const { lines, hand } = closed
    const text = await readFile(path, 'utf8')
    if (!isSealed(JSON.parse(text))) return
    await replaceFile(path, changedInfo(text, { closed: { lines, hand } }))
  } catch {
    // The log still says by itself what it can.
  }
}
