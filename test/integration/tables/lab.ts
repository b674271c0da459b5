import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from '../../../scripts/run/build.ts'
import { createReport } from '../../../scripts/setup/report.ts'
import { root } from '../../support/golden.ts'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The built program's folder, built if it is not. */
export async function built(): Promise<string> {
  await ensureBuilt(root, createReport(process.stderr))
  return join(root, 'out', 'main')
}

/** Runs the built command line. */
export async function lab(words: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(await built(), 'cli.js'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...ended })))
}
