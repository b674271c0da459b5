import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheRoot } from './cache.ts'
import { createReport, type Report, type ReportStream } from './report.ts'

/** What every set-up step needs to know. */
export interface SetupContext {
  /** The clone's root folder. */
  readonly root: string
  /** The per-user cache folder. */
  readonly cache: string
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly arch: string
  readonly report: Report
}

/** The root folder of this clone. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** The version that a package's own description gives. @param folder of the package */
export function versionOf(folder: string): string {
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

/** The context of this machine. @param stream where the report goes */
export function createContext(stream: ReportStream): SetupContext {
  return {
    root: projectRoot,
    cache: cacheRoot(),
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    report: createReport(stream),
  }
}
