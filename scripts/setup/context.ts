import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheRoot } from './cache.ts'
import { createReport, type Report, type ReportStream } from './report.ts'

/** What every set-up step needs to know. */
export interface SetupContext {
  /** The clone's root folder. */
  root: string
  /** The per-user cache folder. */
  cache: string
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  arch: string
  report: Report
}

/** The root folder of this clone. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

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
