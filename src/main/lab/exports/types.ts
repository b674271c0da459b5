import type { RaceShape } from '#shared/contract/calls.ts'
import type { RunDamage } from '#shared/contract/runs.ts'
import type { ExportDeclaration, ExportFormat } from '#shared/exports.ts'
import type { RunInfo } from '#shared/experiment/log.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import type { Language } from '#shared/text.ts'
import type { TableReader } from '#main/tables/types.ts'
import type { ReadTable } from '../tables/types.ts'
import type { ExportFiles } from './write.ts'

/** A run that leaves the program. */
export interface ExportedRun {
  /** Its folder. */
  readonly folder: string
  readonly spec: ExperimentSpec
  readonly info: RunInfo
  readonly shape: RaceShape
  /** What of it is not what was written. */
  readonly damage: RunDamage | undefined
  /** `<slug>-<id>`: what its files are called. */
  readonly stem: string
}

/** What exporters need of the program. */
export interface ExportTools {
  /** The program's version. */
  readonly version: string
  /** Of what people read. */
  readonly language: Language
  readonly readTable: ReadTable
  /** A file that the person says is the run's table. @default the one that the run names */
  readonly table?: string | undefined
  /** Has DuckDB, in processes of its own. */
  readonly reader: TableReader
}

/** @throws LabError whatever the run's files, or its table, refuse */
export type WriteFiles = (run: ExportedRun, tools: ExportTools) => ExportFiles

/** A form in which runs leave the program, and what writes it. */
export interface Exporter extends ExportDeclaration<ExportFormat> {
  readonly files: WriteFiles
}
