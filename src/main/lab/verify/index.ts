import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '#shared/contract/errors.ts'
import type { Table } from '#shared/data/table.ts'
import type { TrainerPool } from '#main/trainer/types.ts'
import { readText } from '../files.ts'
import { recognise } from './forms.ts'
import type { VerifiedCase } from './case.ts'
import { verifyIrisRun } from './iris-run.ts'
import { verifyRaceRun } from './race-run.ts'
import { verifyTensorRules, verifyUpdateRules } from './rules.ts'
import { verifyTrajectories } from './trajectories.ts'

/** A golden file that was not replayed. */
interface SkippedFile {
  readonly file: string
  readonly reason: string
}

export interface VerifyReport {
  readonly cases: readonly VerifiedCase[]
  readonly skipped: readonly SkippedFile[]
  /** Whether at least one case was replayed and every one is within its tolerance. */
  readonly passed: boolean
}

export interface VerifyOptions {
  readonly pool: TrainerPool
  /** Reads a table that ships with the program. */
  readonly readTable: (id: string) => Promise<Table>
}

/**
 * Replays golden files and measures how far the engines are from them.
 *
 * @param path a golden file, or a folder whose JSON files are looked at
 * @throws LabError `not-found`; `bad-file` for a file that is broken or contradicts itself, and for
 *   a single file of no known form
 */
export async function verifyFiles(path: string, options: VerifyOptions): Promise<VerifyReport> {
  const found = await stat(path).catch(() => undefined)
  if (!found) {
    throw new LabError('not-found', `There is no file or folder '${path}'.`, {
      parameters: { name: path },
    })
  }
  const files = found.isDirectory() ? await jsonFiles(path) : [path]
  const cases: VerifiedCase[] = []
  const skipped: SkippedFile[] = []
  for (const file of files) {
    const golden = recognise(file, await readText(file))
    if (golden.form === 'iris-run') {
      const table = await options.readTable('iris')
      cases.push(...(await verifyIrisRun(file, golden.content, options.pool, table)))
    } else if (golden.form === 'race-run') {
      cases.push(...(await verifyRaceRun(file, golden.content, options.pool, options.readTable)))
    } else if (golden.form === 'update-rules') {
      cases.push(...verifyUpdateRules(file, golden.content))
    } else if (golden.form === 'tensor-rules') {
      cases.push(...verifyTensorRules(file, golden.content))
    } else if (golden.form === 'trajectories') {
      cases.push(...verifyTrajectories(file, golden.content))
    } else if (golden.form !== 'unknown') {
      skipped.push({ file, reason: `the form ${golden.form} is not covered by this version` })
    } else if (found.isDirectory()) {
      skipped.push({ file, reason: 'its form is not that of a golden file' })
    } else {
      throw new LabError(
        'bad-file',
        `${file} has no form that can be verified. Give a golden file, or a folder of them.`,
        { parameters: { name: file } },
      )
    }
  }
  return { cases, skipped, passed: cases.length > 0 && cases.every((each) => each.passed) }
}

async function jsonFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name))
}
